package io.isthmus.lab.replay;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a fold of a cross-validation must not have seen. */
enum HeldOut {
  /** Nothing: figures on what was trained on. */
  NOTHING,
  /** The recordings of the scenario that is judged. */
  RECORDINGS,
  /** All recordings of their kinds: another network, another place, another method. */
  KINDS;

  private static final Pattern KIND = Pattern.compile("(cell3|[a-z]+_[a-z0-9]+).*");
  private static final String WHOLE = "cell3_all_";

  /** Which scenarios may be trained on when one is to be judged. */
  Predicate<Scenario> allowedBeside(Scenario judged) {
    return scenario ->
        scenario.paths().stream()
            .noneMatch(part -> judged.paths().stream().anyMatch(other -> clash(part, other)));
  }

  private boolean clash(Scenario.Part one, Scenario.Part other) {
    return switch (this) {
      case NOTHING -> false;
      case RECORDINGS ->
          isPartOf(one.trace(), other.trace()) || isPartOf(other.trace(), one.trace());
      case KINDS -> kind(one.trace()).equals(kind(other.trace()));
    };
  }

  private static boolean isPartOf(String part, String whole) {
    if (whole.startsWith(WHOLE)) {
      return part.startsWith("cell3_") && part.endsWith(whole.substring(WHOLE.length() - 1));
    }
    return part.equals(whole);
  }

  /** The first words of a trace's name: {@code leo_fjord}, {@code cap_5g}, {@code cell3}. */
  static String kind(String trace) {
    var matcher = KIND.matcher(trace);
    return matcher.matches() ? matcher.group(1) : trace;
  }

  static List<HeldOut> all() {
    return List.of(values());
  }
}
