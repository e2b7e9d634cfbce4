package io.isthmus.domain.fake;

import io.isthmus.domain.telemetry.MeasurementPoint;
import io.isthmus.domain.telemetry.MeasurementQuery;
import io.isthmus.domain.telemetry.MeasurementStore;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathWindow;
import io.isthmus.domain.telemetry.WindowMerge;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Keeps every window for ever. */
public final class InMemoryMeasurementStore implements MeasurementStore {
  private final NavigableMap<PathKey, NavigableMap<Instant, PathWindow>> windows = new TreeMap<>();

  @Override
  public synchronized void add(List<PathWindow> more) {
    for (PathWindow window : more) {
      windows
          .computeIfAbsent(window.path(), path -> new TreeMap<>())
          .putIfAbsent(window.begin(), window);
    }
  }

  @Override
  public synchronized List<MeasurementPoint> query(MeasurementQuery query) {
    return query.paths().stream()
        .sorted()
        .distinct()
        .flatMap(path -> points(path, query).stream())
        .toList();
  }

  private List<MeasurementPoint> points(PathKey path, MeasurementQuery query) {
    NavigableMap<Instant, WindowMerge> steps = new TreeMap<>();
    windows
        .getOrDefault(path, new TreeMap<>())
        .subMap(query.begin(), true, query.end(), false)
        .forEach((begin, window) ->
            steps.computeIfAbsent(query.stepOf(begin), WindowMerge::new).add(window));
    return steps.entrySet().stream()
        .map(step -> new MeasurementPoint(step.getKey(), step.getValue().merged()))
        .toList();
  }
}
