package io.isthmus.db;

import io.isthmus.domain.telemetry.MeasurementPoint;
import io.isthmus.domain.telemetry.MeasurementQuery;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathWindow;
import io.isthmus.domain.telemetry.WindowMerge;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Answers queries, in one consistent view: from minutes where a step is some of them, and from
 * seconds for what is not among the minutes yet, and for shorter steps.
 */
final class MeasurementReader {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int ROWS_AT_A_TIME = 2_000;

  private final Transactions transactions;
  private final JdbcClient jdbc;

  MeasurementReader(Transactions transactions, JdbcClient jdbc) {
    this.transactions = transactions;
    this.jdbc = jdbc;
  }

  List<MeasurementPoint> read(MeasurementQuery query) {
    Steps steps = new Steps(query);
    return transactions.read(() -> {
      Map<Integer, PathKey> paths =
          MeasuredPaths.find(jdbc, query.paths()).entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
      Instant minutesEnd = minutesEnd(query);
      read(MeasurementTable.MINUTES, paths, query.begin(), minutesEnd, steps);
      read(MeasurementTable.SECONDS, paths, minutesEnd, query.end(), steps);
      return steps.points();
    });
  }

  /** Where the answer goes on with seconds. */
  private Instant minutesEnd(MeasurementQuery query) {
    if (query.step().toSeconds() % MINUTE.toSeconds() != 0) {
      return query.begin();
    }
    Instant rolledUpTo = MeasurementProgress.read(jdbc).rolledUpTo();
    if (rolledUpTo.isBefore(query.begin())) {
      return query.begin();
    }
    return rolledUpTo.isBefore(query.end()) ? rolledUpTo : query.end();
  }

  private void read(
      MeasurementTable table, Map<Integer, PathKey> paths, Instant from, Instant to, Steps steps) {
    if (paths.isEmpty() || !from.isBefore(to)) {
      return;
    }
    jdbc.sql(table.selectWithin("= ANY (?)"))
        .withFetchSize(ROWS_AT_A_TIME)
        .params(paths.keySet().toArray(Integer[]::new), Sql.time(from), Sql.time(to))
        .query(row -> {
          PathKey path = paths.get(row.getInt("path"));
          if (path != null) {
            steps.add(MeasurementRow.read(row, path));
          }
        });
  }

  /** As many as the query may have points. */
  private static final class Steps {
    private final MeasurementQuery query;
    private final SortedMap<PathKey, SortedMap<Instant, WindowMerge>> merges = new TreeMap<>();

    Steps(MeasurementQuery query) {
      this.query = query;
    }

    void add(PathWindow window) {
      merges
          .computeIfAbsent(window.path(), path -> new TreeMap<>())
          .computeIfAbsent(query.stepOf(window.begin()), WindowMerge::new)
          .add(window);
    }

    List<MeasurementPoint> points() {
      return merges.values().stream()
          .flatMap(ofPath -> ofPath.entrySet().stream())
          .map(step -> new MeasurementPoint(step.getKey(), step.getValue().merged()))
          .toList();
    }
  }
}
