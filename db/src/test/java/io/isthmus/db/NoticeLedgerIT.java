package io.isthmus.db;

import static io.isthmus.db.Stores.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.EventLog;
import io.isthmus.domain.operation.EventType;
import io.isthmus.domain.reconcile.NoticeLedger;
import io.isthmus.domain.reconcile.NoticeLedger.Cursor;
import io.isthmus.domain.sla.SlaLog;
import io.isthmus.domain.steering.ChoiceLog;
import io.isthmus.domain.topology.EdgeKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@StoreTest
class NoticeLedgerIT {
  private static final EdgeKey NICE = new EdgeKey(DEFAULT, Name.of("nice"));
  private static final Cursor SEVEN =
      new Cursor("boot-1", TestClock.START, 7, TestClock.START.plusSeconds(1));

  @Autowired private NoticeLedger ledger;
  @Autowired private SlaLog violations;
  @Autowired private ChoiceLog choices;
  @Autowired private EventLog events;
  @Autowired private Stores stores;
  @Autowired private PostgresState postgres;

  @BeforeEach
  void reset() {
    postgres.reset();
  }

  @Test
  void aCursorIsReadAsItWasLeft() {
    assertThat(cursor(NICE)).isEqualTo(Cursor.NONE);

    ledger.advance(NICE, none -> SEVEN);

    assertThat(cursor(NICE)).isEqualTo(SEVEN);
    assertThat(cursor(new EdgeKey(DEFAULT, Name.of("paris")))).isEqualTo(Cursor.NONE);
  }

  @Test
  void whatTheWorkRecordsIsThereWithItsCursor() {
    ledger.advance(
        NICE,
        none -> {
          record();
          return SEVEN;
        });

    assertThat(cursor(NICE)).isEqualTo(SEVEN);
    assertThat(violations.open()).hasSize(1);
    assertThat(newestChoice()).hasSize(1);
    assertThat(events.newest(DEFAULT)).isPositive();
  }

  @Test
  void workThatFailsRecordsNothing() {
    assertThatThrownBy(() ->
            ledger.advance(
                NICE,
                none -> {
                  record();
                  throw new IllegalStateException("on second thoughts");
                }))
        .hasMessage("on second thoughts");

    assertNothingIsRecorded();
  }

  @Test
  void workThatIsCutOffRecordsNothing() {
    assertThatThrownBy(() ->
            ledger.advance(
                NICE,
                none -> {
                  record();
                  postgres.killConnections();
                  return SEVEN;
                }))
        .isInstanceOf(RuntimeException.class);

    assertNothingIsRecorded();
  }

  @Test
  void replicasRecordOneAfterTheOther() throws Exception {
    try (ExecutorService replicas = Executors.newFixedThreadPool(8)) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        done.add(
            replicas.submit(() ->
                ledger.advance(
                    NICE,
                    seen ->
                        new Cursor("boot", TestClock.START, seen.sequence() + 1, seen.newest()))));
      }
      for (Future<?> future : done) {
        future.get();
      }
    }

    assertThat(cursor(NICE).sequence()).isEqualTo(100);
  }

  @Test
  void anEdgeOfATenantThatIsGoneLeavesNoTrace() {
    Name other = Name.of("other");
    EdgeKey edge = new EdgeKey(other, Name.of("nice"));
    stores.createTenant(other);
    ledger.advance(edge, none -> SEVEN);
    stores.removeTenant(other);

    ledger.advance(edge, none -> SEVEN);

    assertThat(cursor(edge)).isEqualTo(Cursor.NONE);
  }

  private void record() {
    violations.begin(SlaLogContractTest.violation(Name.of("voice"), 1, TestClock.START));
    choices.add(
        ChoiceLogContractTest.choice(
            Name.of("voice"), NICE.edge(), Name.of("paris"), TestClock.START));
    events.append(List.of(EventLogContractTest.event(DEFAULT, EventType.CLASS_REROUTED, Map.of())));
  }

  private void assertNothingIsRecorded() {
    assertThat(cursor(NICE)).isEqualTo(Cursor.NONE);
    assertThat(violations.open()).isEmpty();
    assertThat(newestChoice()).isEmpty();
    assertThat(events.newest(DEFAULT)).isZero();
  }

  private List<?> newestChoice() {
    return choices.list(DEFAULT, ChoiceLogContractTest.ALL, Instant.MAX, Optional.empty(), 9);
  }

  private Cursor cursor(EdgeKey edge) {
    List<Cursor> seen = new ArrayList<>();
    ledger.advance(
        edge,
        cursor -> {
          seen.add(cursor);
          return cursor;
        });
    return seen.getFirst();
  }
}
