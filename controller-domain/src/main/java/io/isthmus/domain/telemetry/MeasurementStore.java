package io.isthmus.domain.telemetry;

import java.util.List;

/** The history of measurements: one-second rows for hours, one-minute rows for more than a week. */
public interface MeasurementStore {
  /**
   * Adds windows, in one batch. A window that is there already (a batch sent twice) is not added
   * again.
   */
  void add(List<PathWindow> windows);

  /** Points in order of path, then time; empty ones are left out. */
  List<MeasurementPoint> query(MeasurementQuery query);
}
