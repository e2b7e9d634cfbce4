package io.isthmus.db;

import java.time.Duration;
import java.time.Instant;

/** A table of measurements and its parts by time. */
enum MeasurementTable {
  SECONDS("measurement_second", Duration.ofMinutes(15)),
  MINUTES("measurement_minute", Duration.ofDays(1));

  private final String sqlName;

  /** Length of a part, of which a minute is never part of two. To change it needs a migration. */
  private final Duration partLength;

  MeasurementTable(String sqlName, Duration partLength) {
    this.sqlName = sqlName;
    this.partLength = partLength;
  }

  String sqlName() {
    return sqlName;
  }

  /** Of the table's rows within a time, one path after the other, each in order of time. */
  String selectWithin(String paths) {
    return """
    SELECT %s FROM %s
    WHERE path %s AND "begin" >= ? AND "begin" < ? ORDER BY path, "begin"
    """
        .formatted(MeasurementRow.COLUMN_LIST, sqlName, paths);
  }

  /** A stretch of time whose rows are a table. */
  record Part(MeasurementTable table, Instant begin) {
    String sqlName() {
      return table.sqlName + "_" + begin.getEpochSecond();
    }

    Instant end() {
      return begin.plus(table.partLength);
    }
  }

  Part partOf(Instant instant) {
    long seconds = instant.getEpochSecond();
    return new Part(
        this, Instant.ofEpochSecond(seconds - Math.floorMod(seconds, partLength.toSeconds())));
  }

  /** From the name of its table. */
  Part part(String partName) {
    return new Part(
        this, Instant.ofEpochSecond(Long.parseLong(partName.substring(sqlName.length() + 1))));
  }
}
