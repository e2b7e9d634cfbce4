package io.isthmus.db;

import static io.isthmus.db.Stores.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.Event;
import io.isthmus.domain.operation.EventLog;
import io.isthmus.domain.operation.EventType;
import io.isthmus.domain.topology.Site;
import io.isthmus.domain.topology.SiteKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;

@StoreTest
class EventLogIT extends EventLogContractTest {
  @Autowired private Stores stores;
  @Autowired private EventLog log;
  @Autowired private PostgresState postgres;

  @Override
  Stores stores() {
    return stores;
  }

  @Override
  EventLog log() {
    return log;
  }

  @BeforeEach
  void reset() {
    postgres.reset();
  }

  @Test
  @Timeout(60)
  void whoFollowsTheLogMissesNothing() throws Exception {
    int writers = 8;
    int each = 50;
    List<Event> followed = new ArrayList<>();

    try (ExecutorService pool = Executors.newFixedThreadPool(writers)) {
      List<Future<?>> done =
          IntStream.range(0, writers)
              .<Future<?>>mapToObj(writer -> pool.submit(() -> write(writer, each)))
              .toList();
      while (!done.stream().allMatch(Future::isDone)) {
        follow(followed);
      }
      for (Future<?> future : done) {
        future.get();
      }
      follow(followed);
    }

    assertThat(followed).hasSize(writers * each);
    assertThat(followed).isEqualTo(log.after(DEFAULT, 0, 10_000));
  }

  @Test
  void eventsOfATenantThatIsGoneAreLeftOut() {
    log.append(
        List.of(
            event(Name.of("gone"), EventType.EDGE_DISCONNECTED, Map.of()),
            event(DEFAULT, EventType.EDGE_DISCONNECTED, Map.of())));

    assertThat(log.newest(Name.of("gone"))).isZero();
    assertThat(log.after(DEFAULT, 0, 10)).hasSize(1);
  }

  @Test
  void whatPostgresCannotKeepIsReplaced() {
    log.append(
        List.of(event(DEFAULT, EventType.CONFIG_REFUSED, Map.of("m", List.of("a\0b\uD800")))));

    assertThat(log.after(DEFAULT, 0, 10).getFirst().data())
        .containsEntry("m", List.of("a\uFFFDb?"));
  }

  private void follow(List<Event> followed) {
    long last = followed.isEmpty() ? 0 : followed.getLast().sequence();
    followed.addAll(log.after(DEFAULT, last, 10));
  }

  /** By turns as events alone and as those of a change. */
  private void write(int writer, int count) {
    for (int i = 0; i < count; i++) {
      if (i % 2 == 0) {
        log.append(List.of(event(DEFAULT, EventType.EDGE_CONNECTED, Map.of("writer", writer))));
      } else {
        Name site = Name.of("site-%d-%d".formatted(writer, i));
        stores.change(new Change.PutSite(new Site(site, SiteKind.EDGE)));
      }
    }
  }
}
