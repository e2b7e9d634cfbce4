package io.isthmus.agent.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Collects samples and writes them in Prometheus' text format 0.0.4, each family once with its help
 * and type, in the order in which families first came.
 */
public final class MetricsText {

  private final Map<String, StringBuilder> families = new LinkedHashMap<>();

  /** Something that has samples to give; called by the endpoint's thread. */
  @FunctionalInterface
  public interface Source {
    void write(MetricsText text);
  }

  /**
   * @param labels names and values in turn
   */
  public void gauge(String name, String help, double value, String... labels) {
    sample(name, "gauge", help, value, labels);
  }

  /** A value that only grows while the agent runs; the name ends in {@code _total}. */
  public void counter(String name, String help, double value, String... labels) {
    sample(name, "counter", help, value, labels);
  }

  private void sample(String name, String type, String help, double value, String... labels) {
    StringBuilder family =
        families.computeIfAbsent(
            name,
            n ->
                new StringBuilder("# HELP ")
                    .append(n)
                    .append(' ')
                    .append(help)
                    .append("\n# TYPE ")
                    .append(n)
                    .append(' ')
                    .append(type)
                    .append('\n'));
    family.append(name);
    for (int i = 0; i < labels.length; i += 2) {
      family.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
      escape(labels[i + 1], family);
      family.append('"');
    }
    family.append(labels.length == 0 ? " " : "} ").append(number(value)).append('\n');
  }

  private static void escape(String value, StringBuilder into) {
    for (int i = 0; i < value.length(); i++) {
      switch (value.charAt(i)) {
        case '\\' -> into.append("\\\\");
        case '"' -> into.append("\\\"");
        case '\n' -> into.append("\\n");
        default -> into.append(value.charAt(i));
      }
    }
  }

  private static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    return Double.isNaN(value) ? "NaN" : Double.toString(value);
  }

  @Override
  public String toString() {
    return String.join("", families.values());
  }
}
