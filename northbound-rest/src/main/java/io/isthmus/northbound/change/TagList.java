package io.isthmus.northbound.change;

import io.isthmus.northbound.problem.ProblemException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of If-Match or If-None-Match (RFC 9110, section 13.1).
 *
 * @param any for {@code *}
 */
record TagList(boolean any, List<String> strong, List<String> weak) {
  private static final Pattern LIST =
      Pattern.compile("\\s*(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"\\s*(,|$)");

  /** Empty when the header is absent. */
  static Optional<TagList> parse(String header, Enumeration<String> lines) {
    List<String> values = new ArrayList<>();
    while (lines.hasMoreElements()) {
      values.add(lines.nextElement());
    }
    if (values.isEmpty()) {
      return Optional.empty();
    }
    String value = String.join(",", values).strip();
    return Optional.of(
        value.equals("*") ? new TagList(true, List.of(), List.of()) : tags(header, value));
  }

  boolean containsStrong(EntityTag tag) {
    return any || strong.contains(tag.opaque());
  }

  boolean containsWeak(EntityTag tag) {
    return containsStrong(tag) || weak.contains(tag.opaque());
  }

  private static TagList tags(String header, String value) {
    List<String> strong = new ArrayList<>();
    List<String> weak = new ArrayList<>();
    Matcher matcher = LIST.matcher(value);
    int end = 0;
    while (end < value.length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw ProblemException.ofParameter(
            header,
            "INVALID_HEADER",
            "%s is not a list of entity tags: write it like \"5\", in quotes, or *"
                .formatted(header));
      }
      (matcher.group(1) == null ? strong : weak).add(matcher.group(2));
      end = matcher.end();
    }
    return new TagList(false, strong, weak);
  }
}
