package io.isthmus.domain.traffic;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import java.util.List;

/**
 * A microservice's match rules, in one traffic class (MEF Application Flow Specification). A flow
 * belongs to the first application, by priority and then by name, that matches it.
 *
 * @param priority 0-65535, lower first
 * @param matches at least one; the flow belongs to the application when any of them fits
 */
public record Application(Name name, Name trafficClass, int priority, List<Match> matches) {
  public static final int DEFAULT_PRIORITY = 1_000;
  static final int HIGHEST_PRIORITY = 65_535;
  static final int MOST_MATCHES = 256;

  public Application {
    matches = List.copyOf(matches);
    if (matches.isEmpty() || matches.size() > MOST_MATCHES) {
      throw new InvalidValue(
          "APPLICATION_WITHOUT_MATCH",
          "application %s has %d matches: give 1-%d, an empty match {} fits every flow"
              .formatted(name, matches.size(), MOST_MATCHES));
    }
    if (priority < 0 || priority > HIGHEST_PRIORITY) {
      throw new InvalidValue(
          "PRIORITY_OUT_OF_RANGE",
          "priority %d is outside 0-%d".formatted(priority, HIGHEST_PRIORITY));
    }
  }
}
