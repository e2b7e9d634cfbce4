package io.isthmus.lab;

import java.util.ArrayList;
import java.util.List;

/** Rows in columns that are as wide as their widest cell. */
public final class TextTable {
  private static final String GAP = "  ";
  private final String title;
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String title, String... headings) {
    this.title = title;
    rows.add(List.of(headings));
  }

  public void row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(String.valueOf(cell));
    }
    if (row.size() != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "row %s has not %d cells".formatted(row, rows.getFirst().size()));
    }
    rows.add(row);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(title).append('\n');
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(GAP);
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i)).append(" ".repeat(width(i) - row.get(i).length())).append(GAP);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
