package io.isthmus.lab.wan;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number with a unit as people write it: {@code 20ms}, {@code 1.5%}, {@code 10mbit}. */
public final class Quantity {
  private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([a-z%]*)");
  private static final Map<String, Double> MILLIS =
      Map.of("", 1.0, "ms", 1.0, "us", 1e-3, "s", 1e3);
  private static final Map<String, Double> PER_CENT = Map.of("", 1.0, "%", 1.0);
  private static final Map<String, Double> BITS =
      Map.of("bit", 1.0, "kbit", 1e3, "mbit", 1e6, "gbit", 1e9);

  private Quantity() {}

  public static double millis(String text) {
    return parse(text, MILLIS, "a duration such as 20ms or 1.5s");
  }

  public static double percent(String text) {
    return parse(text, PER_CENT, "a percentage such as 1.5%");
  }

  public static double bitsPerSecond(String text) {
    return text.strip().equals("0") ? 0 : parse(text, BITS, "a rate such as 10mbit");
  }

  public static double number(String text) {
    return parse(text, Map.of("", 1.0), "a number");
  }

  private static double parse(String text, Map<String, Double> units, String form) {
    Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (matcher.matches()) {
      Double factor = units.get(matcher.group(2));
      if (factor != null) {
        return Double.parseDouble(matcher.group(1)) * factor;
      }
    }
    throw new IllegalArgumentException("'%s' is not %s".formatted(text, form));
  }
}
