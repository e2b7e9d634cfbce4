package io.isthmus.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How long something is to last: {@code 90d}, {@code 12h}, {@code 30m} or {@code 45s}. */
record Lifetime(Duration duration) {
  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,6})([dhms])");

  static Lifetime parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'%s' is no time: write it like 90d, 12h, 30m or 45s".formatted(text));
    }
    long count = Long.parseLong(matcher.group(1));
    return new Lifetime(
        switch (matcher.group(2)) {
          case "d" -> Duration.ofDays(count);
          case "h" -> Duration.ofHours(count);
          case "m" -> Duration.ofMinutes(count);
          default -> Duration.ofSeconds(count);
        });
  }

  long seconds() {
    return duration.toSeconds();
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<Lifetime> {
    @Override
    public Lifetime convert(String text) {
      return parse(text);
    }
  }
}
