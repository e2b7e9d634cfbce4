package io.isthmus.lab.wan;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A recorded link: a CSV file, gzip or plain, with a heading and the columns {@code t_ms,rtt_ms}
 * and, where they were measured, {@code jitter_ms,loss_pct,rate_mbps}. An empty cell was not
 * measured.
 */
record Trace(List<Row> rows) {
  /** Real delays change from one round trip to the next, not from one packet to the next. */
  private static final double JITTER_HOLD_MS = 50;

  private static final int MOST_ROWS = 1_000_000;

  /** What the link did from a time on. NaN where it was not measured. */
  record Row(long atMillis, double rttMs, double jitterMs, double lossPct, double rateMbps) {
    /**
     * One direction of the link, as each is taken for half of the round trip. A second in which
     * nothing was answered is an outage where loss says so, too.
     */
    Impairment impairment() {
      double loss = Double.isNaN(lossPct) ? 0 : Math.clamp(lossPct / 100, 0, 1);
      double oneWayLossPct = 100 * (1 - Math.sqrt(1 - loss));
      boolean silent = Double.isNaN(rttMs);
      return new Impairment(
          silent ? 0 : Math.min(rttMs / 2, 60_000),
          Double.isNaN(jitterMs) || silent ? 0 : Math.min(jitterMs / 2, 60_000),
          Impairment.Jitter.NORMAL,
          JITTER_HOLD_MS,
          oneWayLossPct,
          1,
          Double.isNaN(rateMbps) ? 0 : Math.max(1_000, rateMbps * 1e6),
          1_000,
          0,
          0,
          0,
          silent && loss >= 1);
    }
  }

  Trace {
    rows = List.copyOf(rows);
  }

  static Trace read(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String heading = reader.readLine();
      List<String> columns = Arrays.asList((heading == null ? "" : heading).split(",", -1));
      if (!columns.contains("t_ms") || !columns.contains("rtt_ms")) {
        throw new IOException("%s is no trace: its heading has no t_ms and rtt_ms".formatted(file));
      }
      List<Row> rows = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        rows.add(row(file, columns, line, rows.size() + 2));
        if (rows.size() > MOST_ROWS) {
          throw new IOException("%s has more than %d rows".formatted(file, MOST_ROWS));
        }
      }
      return new Trace(rows);
    }
  }

  private static Row row(Path file, List<String> columns, String line, int number)
      throws IOException {
    String[] cells = line.split(",", -1);
    try {
      return new Row(
          (long) cell(columns, cells, "t_ms"),
          cell(columns, cells, "rtt_ms"),
          cell(columns, cells, "jitter_ms"),
          cell(columns, cells, "loss_pct"),
          cell(columns, cells, "rate_mbps"));
    } catch (NumberFormatException e) {
      throw new IOException("%s, line %d: %s".formatted(file, number, e.getMessage()), e);
    }
  }

  private static double cell(List<String> columns, String[] cells, String name) {
    int at = columns.indexOf(name);
    boolean empty = at < 0 || at >= cells.length || cells[at].isBlank();
    return empty ? Double.NaN : Double.parseDouble(cells[at]);
  }
}
