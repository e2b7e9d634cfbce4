package io.isthmus.db;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.telemetry.MeasurementQuery;
import io.isthmus.domain.telemetry.MeasurementStore;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathWindow;
import io.isthmus.domain.topology.Site;
import io.isthmus.domain.topology.SiteKind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Prints how fast measurements are stored, rolled up and read, how large they are, and what a flood
 * of them does to changes of the intent.
 */
final class MeasurementBenchmark {
  private static final Instant NOON = TestClock.START.truncatedTo(ChronoUnit.HOURS);
  private static final int PATHS = 200;
  private static final int FLOOD_PATHS = 20_000;

  private final MeasurementStore store;
  private final MeasurementUpkeep upkeep;
  private final Stores stores;
  private final PostgresState postgres;
  private final JdbcClient jdbc;
  private final TestClock clock;
  private final Windows windows = new Windows(1);

  private MeasurementBenchmark(ConfigurableApplicationContext context) {
    store = context.getBean(MeasurementStore.class);
    upkeep = context.getBean(MeasurementUpkeep.class);
    stores = context.getBean(Stores.class);
    postgres = context.getBean(PostgresState.class);
    jdbc = context.getBean(JdbcClient.class);
    clock = context.getBean(TestClock.class);
  }

  public static void main(String[] args) throws InterruptedException {
    SpringApplication application = new SpringApplication(DurableDatabase.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    try (ConfigurableApplicationContext context = application.run(args)) {
      new MeasurementBenchmark(context).run();
    }
  }

  private void run() throws InterruptedException {
    measureSteadyState();
    measureFlood();
    measureWeek();
  }

  /** An hour of 200 paths, as fast as it goes. */
  private void measureSteadyState() {
    postgres.reset();
    List<Double> add = new ArrayList<>();
    List<Double> rollUp = new ArrayList<>();
    for (int second = 0; second < 3_600; second++) {
      List<PathWindow> batch = windowsAt(NOON.plusSeconds(second), PATHS);
      clock.advance(Duration.ofSeconds(1));
      add.add(millis(() -> store.add(batch)));
      if (second % 60 == 45) {
        rollUp.add(millis(upkeep::run));
      }
    }
    print("add 200 windows", add);
    print("roll up a minute of 200 paths", rollUp);
    printSize("measurement_second");
    printSize("measurement_minute");
    List<Double> hour = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      PathKey path = Windows.path(Stores.DEFAULT, i * 7);
      hour.add(query(path, NOON, NOON.plusSeconds(3_600), Duration.ofSeconds(1)));
    }
    print("1 h at 1 s of one path", hour);
    hour.clear();
    for (int i = 0; i < 20; i++) {
      PathKey path = Windows.path(Stores.DEFAULT, i * 7);
      hour.add(query(path, NOON, NOON.plusSeconds(3_600), Duration.ofSeconds(10)));
    }
    print("1 h at 10 s of one path", hour);
  }

  /** As many as there are, while somebody changes the intent. */
  private void measureFlood() throws InterruptedException {
    postgres.reset();
    List<Double> alone = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      alone.add(change(i));
    }
    List<Double> beside = new ArrayList<>();
    AtomicBoolean flooding = new AtomicBoolean(true);
    Thread changes =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 1_000; flooding.get(); i++) {
                beside.add(change(i));
              }
            });
    List<PathWindow> template = windowsAt(NOON, FLOOD_PATHS);
    long begin = System.nanoTime();
    for (int second = 0; second < 25; second++) {
      Instant instant = NOON.plusSeconds(second);
      store.add(template.stream().map(window -> at(window, instant)).toList());
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    flooding.set(false);
    changes.join();
    System.out.printf(
        "%-50s %,.0f windows/s (%,d windows in %.1f s)%n",
        "flood", 25 * FLOOD_PATHS / seconds, 25 * FLOOD_PATHS, seconds);
    print("change of the intent, alone", alone);
    print("change of the intent, beside the flood", beside);
    clock.advance(Duration.ofMinutes(2));
    System.out.printf(
        "%-50s %.0f ms%n", "roll up 500,000 windows of 20,000 paths", millis(upkeep::run));
  }

  /** Seven days of minutes of 200 paths. */
  private void measureWeek() {
    postgres.reset();
    clock.advance(Duration.ofDays(7));
    upkeep.run();
    for (int day = 0; day < 8; day++) {
      jdbc.sql(
              "CREATE TABLE IF NOT EXISTS measurement_minute_%1$d PARTITION OF measurement_minute FOR VALUES FROM ('%2$s') TO ('%3$s')"
                  .formatted(
                      MeasurementTable.MINUTES
                          .partOf(NOON.plus(Duration.ofDays(day)))
                          .begin()
                          .getEpochSecond(),
                      MeasurementTable.MINUTES.partOf(NOON.plus(Duration.ofDays(day))).begin(),
                      MeasurementTable.MINUTES.partOf(NOON.plus(Duration.ofDays(day))).end()))
          .update();
    }
    store.add(windowsAt(clock.instant(), PATHS));
    for (int hour = 0; hour < 7 * 24; hour++) {
      jdbc.sql(
              """
              INSERT INTO measurement_minute
              SELECT ?::timestamptz + i * interval '1 minute', 1, 1, path, 60000, 600, NULL, NULL,
                NULL, NULL, NULL, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 'U', rtt_sketch
              FROM generate_series(0, 59) i, measurement_second
              """)
          .param(Sql.time(NOON.plus(Duration.ofHours(hour))))
          .update();
    }
    jdbc.sql(
            "UPDATE measurement_progress SET closed_to = '2026-03-09', rolled_up_to = '2026-03-09'")
        .update();
    jdbc.sql("VACUUM ANALYZE measurement_minute").update();
    printSize("measurement_minute");
    List<Double> week = new ArrayList<>();
    List<Double> coarse = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      PathKey path = Windows.path(Stores.DEFAULT, i * 7);
      week.add(query(path, NOON, NOON.plus(Duration.ofDays(7)), Duration.ofMinutes(1)));
      coarse.add(query(path, NOON, NOON.plus(Duration.ofDays(7)), Duration.ofHours(1)));
    }
    print("7 days at 1 min of one path", week);
    print("7 days at 1 h of one path", coarse);
  }

  private double query(PathKey path, Instant from, Instant to, Duration step) {
    return millis(() -> store.query(new MeasurementQuery(List.of(path), from, to, step)));
  }

  private double change(int i) {
    SiteKind kind = SiteKind.values()[i % SiteKind.values().length];
    return millis(() -> stores.change(new Change.PutSite(new Site(Name.of("site"), kind))));
  }

  private List<PathWindow> windowsAt(Instant instant, int paths) {
    return IntStream.range(0, paths)
        .mapToObj(path -> windows.whole(Windows.path(Stores.DEFAULT, path), instant))
        .toList();
  }

  private static PathWindow at(PathWindow window, Instant begin) {
    return new PathWindow(
        window.path(),
        begin,
        window.length(),
        window.sent(),
        window.lostForward(),
        window.lostBackward(),
        window.lostUnknown(),
        window.duplicated(),
        window.reordered(),
        window.rtt(),
        window.forward(),
        window.backward(),
        window.jitterForwardMs(),
        window.jitterBackwardMs(),
        window.linkTxBps(),
        window.linkRxBps(),
        window.state());
  }

  private void printSize(String table) {
    double rows = jdbc.sql("SELECT count(*) FROM " + table).query(Long.class).single();
    double heap = size("pg_table_size", table);
    double index = size("pg_indexes_size", table);
    System.out.printf(
        "%-50s %,.0f rows of %.0f bytes, %.0f more in the index%n",
        table, rows, heap / rows, index / rows);
  }

  private double size(String function, String table) {
    return jdbc.sql(
            "SELECT sum(%s(inhrelid)) FROM pg_inherits WHERE inhparent = ?::regclass"
                .formatted(function))
        .param(table)
        .query(Double.class)
        .single();
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
