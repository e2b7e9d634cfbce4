package io.isthmus.cli.show;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows under titles, as wide as what is in them. */
public final class Table {
  private static final String GAP = "  ";

  private final List<String> titles;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(List<String> titles) {
    this.titles = List.copyOf(titles);
  }

  public void add(List<String> cells) {
    rows.add(cells.stream().map(Table::harmless).toList());
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  public void print(PrintWriter out, Paint paint, String indent) {
    out.println(indent + paint.strong(line(titles, null)));
    rows.forEach(row -> out.println(indent + line(row, paint)));
  }

  private String line(List<String> row, @Nullable Paint paint) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      boolean isLast = column == row.size() - 1;
      String padded = isLast ? cell : cell + " ".repeat(width(column) - cell.length());
      line.append(paint == null ? padded : paint.cell(padded)).append(isLast ? "" : GAP);
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    int width = titles.get(column).length();
    for (List<String> row : rows) {
      width = Math.max(width, row.get(column).length());
    }
    return width;
  }

  /** What foreign devices have said is shown, too: nothing of it may steer the terminal. */
  static String harmless(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
