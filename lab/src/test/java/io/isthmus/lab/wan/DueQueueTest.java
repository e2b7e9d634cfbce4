package io.isthmus.lab.wan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DueQueueTest {
  private record Entry(long due, int frame) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void framesComeByDueTimeAndThenInOrderOfArrival(long seed) {
    Random random = new Random(seed);
    DueQueue queue = new DueQueue(1_000);
    List<Entry> expected = new ArrayList<>();
    List<Integer> polled = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Entry entry = new Entry(random.nextInt(50), i);
      expected.add(entry);
      queue.add(entry.due(), entry.frame());
    }

    while (!queue.isEmpty()) {
      polled.add(queue.poll());
    }

    expected.sort(Comparator.comparingLong(Entry::due));
    assertThat(polled).isEqualTo(expected.stream().map(Entry::frame).toList());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theNextIsAlwaysTheEarliestWhileOthersCome(long seed) {
    Random random = new Random(seed);
    DueQueue queue = new DueQueue(100);
    List<Long> dues = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      if (dues.size() < 100 && (dues.isEmpty() || random.nextBoolean())) {
        long due = random.nextInt(1_000);
        dues.add(due);
        queue.add(due, i);
      } else {
        long least = dues.stream().min(Comparator.naturalOrder()).orElseThrow();
        assertThat(queue.nextDue()).isEqualTo(least);
        queue.poll();
        dues.remove((Long) least);
      }
    }
  }
}
