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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@link EventLog} promises, whoever keeps it. */
abstract class EventLogContractTest {
  abstract Stores stores();

  abstract EventLog log();

  static Event event(Name tenant, EventType type, Map<String, Object> data) {
    return Event.of(type, tenant, "edges/nice", TestClock.START, data);
  }

  @Test
  void beginsEmpty() {
    assertThat(log().newest(DEFAULT)).isZero();
    assertThat(log().after(DEFAULT, 0, 10)).isEmpty();
  }

  @Test
  void eventsComeBackInOrderAsTheyWere() {
    Map<String, Object> data =
        Map.of(
            "text",
            "é \"quoted\" \\ \n 👋",
            "long",
            1_234_567_890_123L,
            "number",
            0.125,
            "flag",
            true,
            "list",
            List.of("a", 1L, Map.of("b", "c")));
    List<Event> events =
        Arrays.stream(EventType.values()).map(type -> event(DEFAULT, type, data)).toList();

    log().append(events);

    List<Event> read = log().after(DEFAULT, 0, 100);
    assertThat(read)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("sequence")
        .isEqualTo(events);
    assertThat(read).extracting(Event::sequence).isSorted().doesNotHaveDuplicates();
    assertThat(read.getFirst().sequence()).isPositive();
    assertThat(log().newest(DEFAULT)).isEqualTo(read.getLast().sequence());
  }

  @Test
  void aReaderGoesOnWhereItStopped() {
    for (int i = 0; i < 5; i++) {
      log().append(List.of(event(DEFAULT, EventType.EDGE_CONNECTED, Map.of("i", (long) i))));
    }

    List<Event> first = log().after(DEFAULT, 0, 2);
    List<Event> rest = log().after(DEFAULT, first.getLast().sequence(), 10);

    assertThat(first).extracting(event -> event.data().get("i")).containsExactly(0L, 1L);
    assertThat(rest).extracting(event -> event.data().get("i")).containsExactly(2L, 3L, 4L);
    assertThat(log().after(DEFAULT, rest.getLast().sequence(), 10)).isEmpty();
    assertThat(log().before(DEFAULT, rest.getLast().sequence(), 2))
        .containsExactly(rest.get(1), rest.get(0));
    assertThat(log().before(DEFAULT, first.getFirst().sequence(), 2)).isEmpty();
  }

  @Test
  void tenantsDoNotSeeEachOther() {
    Name other = Name.of("other");
    stores().createTenant(other);

    log()
        .append(
            List.of(
                event(other, EventType.EDGE_CONNECTED, Map.of()),
                event(DEFAULT, EventType.EDGE_DISCONNECTED, Map.of())));

    assertThat(log().after(other, 0, 10))
        .extracting(Event::type)
        .containsExactly(EventType.EDGE_CONNECTED);
    assertThat(log().after(DEFAULT, 0, 10))
        .extracting(Event::type)
        .containsExactly(EventType.EDGE_DISCONNECTED);
  }

  @Test
  void aChangeBringsItsEventsAlong() {
    long revision =
        stores().change(new Change.PutSite(new Site(Name.of("nice"), SiteKind.EDGE))).revision();

    assertThat(log().after(DEFAULT, 0, 10))
        .singleElement()
        .satisfies(event -> assertThat(event.data()).containsEntry("revision", revision));
  }

  @Test
  void nothingToAppendIsFine() {
    log().append(List.of());

    assertThat(log().newest(DEFAULT)).isZero();
  }
}
