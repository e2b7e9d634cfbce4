package io.isthmus.db;

import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.domain.telemetry.PathWindow;
import io.isthmus.domain.telemetry.PathWindow.Delay;
import io.isthmus.domain.telemetry.PathWindow.RoundTrips;
import io.isthmus.selection.quality.DelaySketch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** A window as a row of {@code measurement_second} or {@code measurement_minute}. */
final class MeasurementRow {
  /** Bytes in COPY's format, about. */
  static final int USUAL_BYTES = 250;

  private static final String[] COLUMNS = {
    "\"begin\"",
    "link_tx_bps",
    "link_rx_bps",
    "path",
    "length_ms",
    "sent",
    "lost_forward",
    "lost_backward",
    "lost_unknown",
    "duplicated",
    "reordered",
    "rtt_min_ms",
    "rtt_mean_ms",
    "rtt_max_ms",
    "forward_min_ms",
    "forward_mean_ms",
    "forward_max_ms",
    "backward_min_ms",
    "backward_mean_ms",
    "backward_max_ms",
    "jitter_forward_ms",
    "jitter_backward_ms",
    "state",
    "rtt_sketch"
  };

  /** For SQL, in the order that {@link #write} keeps. */
  static final String COLUMN_LIST = String.join(", ", COLUMNS);

  private MeasurementRow() {}

  static void write(BinaryCopy copy, int path, PathWindow window) {
    copy.row(COLUMNS.length);
    copy.timestamp(window.begin());
    copy.int8(window.linkTxBps());
    copy.int8(window.linkRxBps());
    copy.int4(path);
    copy.int4((int) window.length().toMillis());
    copy.int4(window.sent());
    copy.int4OrNullForZero(window.lostForward());
    copy.int4OrNullForZero(window.lostBackward());
    copy.int4OrNullForZero(window.lostUnknown());
    copy.int4OrNullForZero(window.duplicated());
    copy.int4OrNullForZero(window.reordered());
    write(copy, window.rtt().map(RoundTrips::delay));
    write(copy, window.forward());
    write(copy, window.backward());
    copy.float4(window.jitterForwardMs());
    copy.float4(window.jitterBackwardMs());
    copy.letter(letter(window.state()));
    window.rtt().ifPresentOrElse(rtt -> copy.bytes(rtt.sketch().toBytes()), copy::nothing);
  }

  private static void write(BinaryCopy copy, Optional<Delay> delay) {
    delay.ifPresentOrElse(
        measured -> {
          copy.float4(measured.minMs());
          copy.float4(measured.meanMs());
          copy.float4(measured.maxMs());
        },
        () -> {
          copy.nothing();
          copy.nothing();
          copy.nothing();
        });
  }

  static PathWindow read(ResultSet row, PathKey path) throws SQLException {
    return new PathWindow(
        path,
        Sql.time(row, "begin"),
        Duration.ofMillis(row.getInt("length_ms")),
        row.getInt("sent"),
        row.getInt("lost_forward"),
        row.getInt("lost_backward"),
        row.getInt("lost_unknown"),
        row.getInt("duplicated"),
        row.getInt("reordered"),
        roundTrips(row),
        delay(row, "forward"),
        delay(row, "backward"),
        number(row, "jitter_forward_ms"),
        number(row, "jitter_backward_ms"),
        row.getLong("link_tx_bps"),
        row.getLong("link_rx_bps"),
        state(row.getString("state")));
  }

  private static Optional<RoundTrips> roundTrips(ResultSet row) throws SQLException {
    byte[] sketch = row.getBytes("rtt_sketch");
    return delay(row, "rtt").map(delay -> new RoundTrips(delay, DelaySketch.parse(sketch)));
  }

  private static Optional<Delay> delay(ResultSet row, String what) throws SQLException {
    OptionalDouble min = number(row, what + "_min_ms");
    return min.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Delay(
                min.getAsDouble(),
                row.getFloat(what + "_mean_ms"),
                row.getFloat(what + "_max_ms")));
  }

  private static OptionalDouble number(ResultSet row, String column) throws SQLException {
    float value = row.getFloat(column);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static char letter(PathState state) {
    return switch (state) {
      case UNKNOWN -> 'N';
      case UP -> 'U';
      case DOWN -> 'D';
      case REMOTE_SILENT -> 'R';
    };
  }

  private static PathState state(String letter) {
    return switch (letter) {
      case "N" -> PathState.UNKNOWN;
      case "U" -> PathState.UP;
      case "D" -> PathState.DOWN;
      case "R" -> PathState.REMOTE_SILENT;
      default -> throw new IllegalStateException("no path has a state " + letter);
    };
  }
}
