package io.isthmus.db;

import static io.isthmus.db.Stores.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.Event;
import io.isthmus.domain.operation.EventLog;
import io.isthmus.domain.operation.EventType;
import io.isthmus.domain.operation.IdempotencyStore;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.operation.OperationStore;
import io.isthmus.domain.topology.Site;
import io.isthmus.domain.topology.SiteKind;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@StoreTest
class RetentionIT {
  private static final Duration MONTH = Duration.ofDays(30);

  @Autowired private Retention retention;
  @Autowired private Transactions transactions;
  @Autowired private JdbcClient jdbc;
  @Autowired private EventLog events;
  @Autowired private OperationStore operations;
  @Autowired private IdempotencyStore keys;
  @Autowired private Stores stores;
  @Autowired private PostgresState postgres;
  @Autowired private TestClock clock;

  @BeforeEach
  void reset() {
    postgres.reset();
  }

  @Test
  void whatIsTooOldGoesAndTheRestStays() {
    changeSite("old");
    keys.reserve(DEFAULT, "old", "");
    clock.advance(MONTH.plusSeconds(1));
    Operation young = changeSite("young");
    keys.reserve(DEFAULT, "young", "");

    retention.run();

    assertThat(operations.list(DEFAULT, Long.MAX_VALUE, 10)).containsExactly(young);
    assertThat(events.after(DEFAULT, 0, 10))
        .singleElement()
        .satisfies(event -> assertThat(event.time()).isEqualTo(clock.instant()));
    assertThat(keyCount()).isOne();
  }

  @Test
  void whatIsJustYoungEnoughStays() {
    changeSite("old");
    clock.advance(MONTH);

    retention.run();

    assertThat(operations.list(DEFAULT, Long.MAX_VALUE, 10)).hasSize(1);
    assertThat(events.newest(DEFAULT)).isPositive();
  }

  @Test
  void moreThanOneBatchGoesInOneRun() {
    Event event = Event.of(EventType.EDGE_CONNECTED, DEFAULT, "", clock.instant(), Map.of());
    events.append(Collections.nCopies(2_500, event));
    clock.advance(MONTH.plusSeconds(1));

    retention.run();

    assertThat(events.newest(DEFAULT)).isZero();
  }

  @Test
  void oneReplicaAtATimeTrims() throws Exception {
    changeSite("old");
    clock.advance(MONTH.plusSeconds(1));

    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      transactions
          .write(() -> {
            AdvisoryLock.RETENTION.hold(jdbc);
            return other.submit(retention::run);
          })
          .get();
    }
    retention.run();

    assertThat(events.newest(DEFAULT)).isZero();
  }

  private Operation changeSite(String name) {
    return stores.change(new Change.PutSite(new Site(Name.of(name), SiteKind.EDGE)));
  }

  private long keyCount() {
    return jdbc.sql("SELECT count(*) FROM idempotency_key").query(Long.class).single();
  }
}
