package io.isthmus.selection.predict;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A model as a file: a line with format and version, one with the note, one with the features, then
 * a line for each parameter and mode. Another version, or other features, are refused: their
 * weights would mean something else.
 */
final class ModelText {
  static final int VERSION = 1;

  private static final String FORMAT = "isthmus-predictor";
  private static final String NOTE = "trained-on";
  private static final String FEATURES = "features";
  private static final String SCALARS = "growth half-life crowding return-cost hold-down patience";

  private final Map<String, String> lines = new LinkedHashMap<>();

  private ModelText() {}

  static String of(Model model) {
    StringBuilder text = new StringBuilder();
    text.append(FORMAT).append(' ').append(VERSION).append('\n');
    text.append(NOTE).append(' ').append(model.note()).append('\n');
    text.append(FEATURES).append(' ').append(String.join(" ", PathHistory.FEATURES)).append('\n');
    for (Mode mode : Mode.values()) {
      write(text, mode, model.policy(mode));
    }
    return text.toString();
  }

  private static void write(StringBuilder text, Mode mode, Policy policy) {
    double[] values = {
      policy.growth(),
      policy.halfLifeSeconds(),
      policy.crowding(),
      policy.returnCost(),
      policy.holdDownSeconds(),
      policy.patienceSeconds()
    };
    String[] names = SCALARS.split(" ", -1);
    for (int i = 0; i < names.length; i++) {
      text.append(key(mode, names[i])).append(' ').append(values[i]).append('\n');
    }
    text.append(key(mode, "weights"));
    for (double weight : policy.weights()) {
      text.append(' ').append(weight);
    }
    text.append('\n');
  }

  static Model parse(String text) {
    ModelText parsed = new ModelText();
    parsed.requireVersion(text);
    text.lines().skip(1).filter(line -> !line.isBlank()).forEach(parsed::keep);
    if (!parsed.value(FEATURES).equals(String.join(" ", PathHistory.FEATURES))) {
      throw refused("it weighs other features than this program measures");
    }
    Map<Mode, Policy> policies = new EnumMap<>(Mode.class);
    for (Mode mode : Mode.values()) {
      policies.put(mode, parsed.policy(mode));
    }
    return new Model(parsed.value(NOTE), policies);
  }

  private void requireVersion(String text) {
    String first = text.lines().findFirst().orElse("");
    if (!first.startsWith(FORMAT + " ")) {
      throw refused("its first line is no '%s VERSION'".formatted(FORMAT));
    }
    if (!first.equals(FORMAT + " " + VERSION)) {
      throw refused(
          "its format is '%s', and this program reads version %d".formatted(first, VERSION));
    }
  }

  private void keep(String line) {
    int blank = line.indexOf(' ');
    if (blank < 0 || lines.put(line.substring(0, blank), line.substring(blank + 1)) != null) {
      throw refused("the line '%s' says nothing, or says it twice".formatted(line));
    }
  }

  private Policy policy(Mode mode) {
    String[] cells = value(key(mode, "weights")).split(" ", -1);
    double[] weights = new double[cells.length];
    for (int i = 0; i < cells.length; i++) {
      weights[i] = number(cells[i]);
    }
    return new Policy(
        weights,
        scalar(mode, "growth"),
        scalar(mode, "half-life"),
        scalar(mode, "crowding"),
        scalar(mode, "return-cost"),
        (int) scalar(mode, "hold-down"),
        (int) scalar(mode, "patience"));
  }

  private double scalar(Mode mode, String name) {
    return number(value(key(mode, name)));
  }

  private String value(String key) {
    String value = lines.get(key);
    if (value == null) {
      throw refused("there is no line '%s'".formatted(key));
    }
    return value;
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw refused("'%s' is no number".formatted(text));
    }
  }

  private static String key(Mode mode, String name) {
    return mode.name().toLowerCase(Locale.ROOT) + "." + name;
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(
        "this model cannot be used: %s; train one by `isthmus replay train`".formatted(why));
  }
}
