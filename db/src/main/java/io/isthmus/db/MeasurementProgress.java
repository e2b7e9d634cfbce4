package io.isthmus.db;

import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How far minutes are made of seconds.
 *
 * @param closedTo begin of the first minute that is still open
 * @param rolledUpTo begin of the first minute that is only there as seconds
 * @param secondsFrom what is older was dropped and must not come again
 */
record MeasurementProgress(Instant closedTo, Instant rolledUpTo, Instant secondsFrom) {
  static MeasurementProgress read(JdbcClient jdbc) {
    return jdbc.sql("SELECT * FROM measurement_progress")
        .query((row, index) ->
            new MeasurementProgress(
                Sql.time(row, "closed_to"),
                Sql.time(row, "rolled_up_to"),
                Sql.time(row, "seconds_from")))
        .single();
  }
}
