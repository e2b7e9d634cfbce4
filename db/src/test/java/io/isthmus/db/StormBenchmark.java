package io.isthmus.db;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.EventLog;
import io.isthmus.domain.operation.EventType;
import io.isthmus.domain.reconcile.NoticeLedger;
import io.isthmus.domain.sla.SlaLog;
import io.isthmus.domain.sla.SlaViolation;
import io.isthmus.domain.steering.ChoiceLog;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.topology.Site;
import io.isthmus.domain.topology.SiteKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Prints what a storm of notices does to changes of the intent, which write to the same log of
 * events; and how long it takes to find what is in force among very many choices.
 */
final class StormBenchmark {
  private static final Name VOICE = Name.of("voice");
  private static final long STORM_MILLIS = 10_000;

  private final NoticeLedger ledger;
  private final SlaLog violations;
  private final ChoiceLog choices;
  private final EventLog events;
  private final Stores stores;
  private final PostgresState postgres;
  private final JdbcClient jdbc;

  private StormBenchmark(ConfigurableApplicationContext context) {
    ledger = context.getBean(NoticeLedger.class);
    violations = context.getBean(SlaLog.class);
    choices = context.getBean(ChoiceLog.class);
    events = context.getBean(EventLog.class);
    stores = context.getBean(Stores.class);
    postgres = context.getBean(PostgresState.class);
    jdbc = context.getBean(JdbcClient.class);
  }

  public static void main(String[] args) throws InterruptedException {
    SpringApplication application = new SpringApplication(DurableDatabase.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    try (ConfigurableApplicationContext context = application.run(args)) {
      new StormBenchmark(context).run();
    }
  }

  private void run() throws InterruptedException {
    postgres.reset();
    for (int i = 0; i < 300; i++) {
      change(i);
    }
    List<Double> alone = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      alone.add(change(i));
    }
    print("change of the intent, alone", alone);
    storm(1_000);
    // As the server does by itself, within a minute.
    jdbc.sql("ANALYZE").update();
    storm(Integer.MAX_VALUE);
    List<Double> inForce = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Instant at = Instant.now().minusSeconds(i % 10);
      inForce.add(millis(() -> choices.inForceAt(Stores.DEFAULT, ChoiceLogContractTest.ALL, at)));
    }
    print("what is in force, of 500 pairs", inForce);
  }

  /** Each notice ends or begins a violation and brings a choice and an event, ten in a batch. */
  private void storm(int perSecond) throws InterruptedException {
    AtomicBoolean lasts = new AtomicBoolean(true);
    AtomicLong recorded = new AtomicLong();
    List<Double> batches = new ArrayList<>();
    List<Double> beside = new ArrayList<>();
    long begin = System.nanoTime();
    try (ExecutorService edges = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        int first = i;
        edges.submit(() -> {
          for (int turn = 0; lasts.get(); turn++) {
            int edge = first + 4 * (turn % 125);
            double took = millis(() -> record(edge));
            synchronized (batches) {
              batches.add(took);
            }
            double due = recorded.addAndGet(10) * 1e3 / perSecond;
            double early = due - (System.nanoTime() - begin) / 1e6;
            if (early > 1) {
              Thread.sleep((long) early);
            }
          }
          return true;
        });
      }
      for (int i = 0; (System.nanoTime() - begin) / 1_000_000 < STORM_MILLIS; i++) {
        beside.add(change(i));
        Thread.sleep(5);
      }
      lasts.set(false);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf("%-50s %,.0f notices/s%n", "storm", recorded.get() / seconds);
    print("batch of 10 notices", batches);
    print("change of the intent, beside the storm", beside);
  }

  private void record(int edge) {
    EdgeKey key = new EdgeKey(Stores.DEFAULT, Name.of("edge-" + edge));
    ledger.advance(
        key,
        seen -> {
          Instant now = Instant.now();
          for (int i = 0; i < 10; i++) {
            SlaViolation violation = SlaLogContractTest.violation(VOICE, edge, now);
            if (violations.end(violation, now).isEmpty()) {
              violations.begin(violation);
            }
            choices.add(ChoiceLogContractTest.choice(VOICE, key.edge(), Name.of("paris"), now));
          }
          events.append(
              Collections.nCopies(
                  10,
                  EventLogContractTest.event(
                      Stores.DEFAULT, EventType.CLASS_REROUTED, Map.of("reason", "a storm"))));
          return new NoticeLedger.Cursor("boot", now, seen.sequence() + 10, now);
        });
  }

  private double change(int i) {
    SiteKind kind = SiteKind.values()[i % SiteKind.values().length];
    return millis(() -> stores.change(new Change.PutSite(new Site(Name.of("site"), kind))));
  }

  private static double millis(Runnable work) {
    long begin = System.nanoTime();
    work.run();
    return (System.nanoTime() - begin) / 1e6;
  }

  private static void print(String what, List<Double> times) {
    double[] sorted = times.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    System.out.printf(
        "%-50s median %7.1f ms  99%% %7.1f ms  most %7.1f ms  (%d times)%n",
        what,
        sorted[sorted.length / 2],
        sorted[sorted.length * 99 / 100],
        sorted[sorted.length - 1],
        sorted.length);
  }
}
