package io.isthmus.lab.replay;

import io.isthmus.lab.LabFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the rows of one trace, and refuses what it cannot read by file and line. */
final class TraceReader {
  private static final String HEADER = "t_ms,rtt_ms,jitter_ms,loss_pct,rate_mbps,seg";
  private static final int COLUMNS = 6;

  /** A week of seconds: what is longer is no recording of this kind. */
  private static final int MOST_ROWS = 7 * 24 * 3600;

  private final Path file;
  private final List<double[]> rows = new ArrayList<>();
  private int line = 1;

  private TraceReader(Path file) {
    this.file = file;
  }

  static Trace read(String name, Path file, BufferedReader lines) throws IOException {
    TraceReader reader = new TraceReader(file);
    reader.readAll(lines);
    return new Trace(name, reader.column(1), reader.column(2), reader.column(3), reader.column(4));
  }

  private void readAll(BufferedReader lines) throws IOException {
    String header = lines.readLine();
    if (!HEADER.equals(header)) {
      throw refused("the header is '%s', not '%s'".formatted(header, HEADER));
    }
    for (String text = lines.readLine(); text != null; text = lines.readLine()) {
      line++;
      rows.add(parse(text));
    }
    if (rows.isEmpty()) {
      throw refused("there is no row");
    }
  }

  private double[] parse(String text) {
    String[] cells = text.split(",", -1);
    if (cells.length != COLUMNS) {
      throw refused("%d columns instead of %d".formatted(cells.length, COLUMNS));
    }
    if (rows.size() == MOST_ROWS) {
      throw refused("more than %d rows".formatted(MOST_ROWS));
    }
    double[] row = new double[COLUMNS];
    for (int i = 0; i < COLUMNS; i++) {
      row[i] = number(cells[i]);
    }
    requireLater(row[0]);
    if (row[3] > 100) {
      throw refused("a loss of %s %%".formatted(row[3]));
    }
    return row;
  }

  private double number(String cell) {
    if (cell.isEmpty()) {
      return Double.NaN;
    }
    double value;
    try {
      value = Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw refused("'%s' is no number".formatted(cell));
    }
    if (!Double.isFinite(value) || value < 0) {
      throw refused("'%s' is no measurement".formatted(cell));
    }
    return value;
  }

  /** A row is a second that was recorded; what was cut out between two of them is not replayed. */
  private void requireLater(double millis) {
    if (!rows.isEmpty() && !(millis > rows.getLast()[0])) {
      throw refused("t_ms %s does not follow %s".formatted(millis, rows.getLast()[0]));
    }
  }

  private LabFailure refused(String why) {
    return new LabFailure("%s, line %d: %s".formatted(file, line, why));
  }

  private double[] column(int index) {
    double[] column = new double[rows.size()];
    Arrays.setAll(column, row -> rows.get(row)[index]);
    return column;
  }
}
