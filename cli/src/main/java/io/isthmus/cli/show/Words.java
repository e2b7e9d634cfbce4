package io.isthmus.cli.show;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Values in words. What is absent is a dash. */
public final class Words {
  public static final String NOTHING = "-";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  private Words() {}

  /** A value, or the values of an array with commas between them. */
  public static String text(JsonNode value) {
    if (value.isArray()) {
      return value.isEmpty()
          ? NOTHING
          : StreamSupport.stream(value.spliterator(), false)
              .map(Words::text)
              .collect(Collectors.joining(","));
    }
    return value.isValueNode() && !value.isNull() ? value.asString("") : NOTHING;
  }

  public static String yesOrNo(JsonNode value) {
    return value.isBoolean() ? (value.asBoolean() ? "yes" : "no") : NOTHING;
  }

  /** With a unit, to three places at most. */
  public static String number(JsonNode value, String unit) {
    return value.isNumber()
        ? value
                .decimalValue()
                .setScale(3, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString()
            + unit
        : NOTHING;
  }

  public static String millis(JsonNode value) {
    return value.isNumber()
        ? value.decimalValue().setScale(1, RoundingMode.HALF_UP).toPlainString() + " ms"
        : NOTHING;
  }

  public static String percent(JsonNode value) {
    return value.isNumber() ? trimmed(value.decimalValue(), 2) + " %" : NOTHING;
  }

  public static String rate(JsonNode value) {
    if (!value.isNumber()) {
      return NOTHING;
    }
    double bps = value.asDouble();
    return bps >= 1e9
        ? trimmed(BigDecimal.valueOf(bps / 1e9), 1) + " Gbit/s"
        : bps >= 1e6
            ? trimmed(BigDecimal.valueOf(bps / 1e6), 1) + " Mbit/s"
            : trimmed(BigDecimal.valueOf(bps / 1e3), 1) + " kbit/s";
  }

  /** What a metric of an objective is called, and its unit. */
  public static String metric(String metric) {
    return switch (metric) {
      case "ONE_WAY_DELAY_MS" -> "one-way delay";
      case "RTT_MS" -> "round trip";
      case "JITTER_MS" -> "jitter";
      case "LOSS_PCT" -> "loss";
      case "RATE_BPS" -> "rate";
      case "PATH_DOWN" -> "path down";
      default -> metric;
    };
  }

  public static String ofMetric(String metric, JsonNode value) {
    return metric.endsWith("_MS")
        ? millis(value)
        : metric.endsWith("_PCT")
            ? percent(value)
            : metric.endsWith("_BPS") ? rate(value) : NOTHING;
  }

  public static Optional<Instant> instant(JsonNode value) {
    try {
      return Optional.of(value.asString("")).filter(text -> !text.isEmpty()).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  public static String time(JsonNode value) {
    return instant(value).map(TIME::format).orElse(NOTHING);
  }

  /** How long ago, or how far off. */
  public static String ago(JsonNode value) {
    return instant(value)
        .map(then -> {
          Duration since = Duration.between(then, Instant.now());
          return since.isNegative() ? "in " + span(since.negated()) : span(since) + " ago";
        })
        .orElse(NOTHING);
  }

  public static String span(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 2 * 3600) {
      return seconds / 60 + " min";
    }
    return seconds < 2 * 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
  }

  private static String trimmed(BigDecimal value, int places) {
    return value.setScale(places, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
  }
}
