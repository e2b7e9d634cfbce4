package io.isthmus.northbound.document;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** How single values are read. Nothing is converted: {@code "5"} is no number and 5 no text. */
public final class Readings {
  private static final int LONGEST_QUOTED = 80;

  /** Text of at most 1,024 characters, none of them control characters. */
  public static final Reading<String> TEXT = Readings::text;

  /** The name of a resource. */
  public static final Reading<Name> NAME = parsed(Name::of);

  /** A whole number that fits 32 bits. */
  public static final Reading<Integer> INTEGER = Readings::integer;

  /** A whole number that fits 64 bits. */
  public static final Reading<Long> LONG = Readings::longInteger;

  /** Any number. */
  public static final Reading<Double> NUMBER = Readings::number;

  /** True or false. */
  public static final Reading<Boolean> BOOLEAN = Readings::bool;

  private static final int LONGEST_TEXT = 1_024;

  private Readings() {}

  /** Text that a parser of the domain makes a value of. */
  public static <T> Reading<T> parsed(Function<String, T> parser) {
    return (node, pointer, errors) ->
        TEXT.read(node, pointer, errors).flatMap(text -> parse(parser, text, pointer, errors));
  }

  /** Text, or a whole number in its place, that a parser of the domain makes a value of. */
  public static <T> Reading<T> parsedTextOrNumber(Function<String, T> parser) {
    return (node, pointer, errors) -> {
      if (node.isIntegralNumber()) {
        return parse(parser, digits(node), pointer, errors);
      }
      if (!node.isString()) {
        errors.malformed(pointer, "WRONG_TYPE", wrongType(node, "text or a whole number"));
        return Optional.empty();
      }
      return parsed(parser).read(node, pointer, errors);
    };
  }

  /** One of the constants, by its name. */
  public static <E extends Enum<E>> Reading<E> oneOf(Class<E> type) {
    List<String> names = Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
    return (node, pointer, errors) -> {
      Optional<String> text = TEXT.read(node, pointer, errors);
      if (text.isPresent() && !names.contains(text.get())) {
        errors.invalid(
            pointer,
            "UNKNOWN_VALUE",
            "'%s' is not known here: %suse one of %s"
                .formatted(
                    shortened(text.get()),
                    Nearest.question(text.get(), names),
                    String.join(", ", names)));
        return Optional.empty();
      }
      return text.map(name -> Enum.valueOf(type, name));
    };
  }

  /** A list whose items are all read, so that the errors of each are found. */
  public static <T> Reading<List<T>> listOf(Reading<T> item) {
    return (node, pointer, errors) -> {
      if (!node.isArray()) {
        errors.malformed(pointer, "WRONG_TYPE", wrongType(node, "a list"));
        return Optional.empty();
      }
      List<T> items = new ArrayList<>(node.size());
      for (int i = 0; i < node.size(); i++) {
        item.read(node.path(i), pointer + "/" + i, errors).ifPresent(items::add);
      }
      return Optional.of(items);
    };
  }

  static String wrongType(JsonNode node, String wanted) {
    return "%s is wrong here: give %s".formatted(worded(node), wanted);
  }

  /** Foreign text, fit for a message: short, and without control characters. */
  public static String shortened(String text) {
    String head = text.length() <= LONGEST_QUOTED ? text : text.substring(0, LONGEST_QUOTED) + "…";
    return head.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
  }

  private static Optional<String> text(JsonNode node, String pointer, Errors errors) {
    if (!node.isString()) {
      String mend = node.isNumber() || node.isBoolean() ? "text, in quotes" : "text";
      errors.malformed(pointer, "WRONG_TYPE", wrongType(node, mend));
      return Optional.empty();
    }
    String text = node.stringValue();
    if (text.length() > LONGEST_TEXT) {
      errors.invalid(
          pointer,
          "TEXT_TOO_LONG",
          "the text has %d characters: use at most %d".formatted(text.length(), LONGEST_TEXT));
      return Optional.empty();
    }
    // The database stores neither of them.
    if (text.codePoints().anyMatch(Readings::isUnprintable)) {
      errors.invalid(
          pointer,
          "TEXT_UNPRINTABLE",
          "'%s' has control characters or halves of characters: leave them out"
              .formatted(shortened(text)));
      return Optional.empty();
    }
    return Optional.of(text);
  }

  private static boolean isUnprintable(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }

  private static Optional<Integer> integer(JsonNode node, String pointer, Errors errors) {
    if (node.isIntegralNumber() && !node.canConvertToInt()) {
      return outOfRange(node, pointer, errors);
    }
    return whole(node, pointer, errors).map(JsonNode::intValue);
  }

  private static Optional<Long> longInteger(JsonNode node, String pointer, Errors errors) {
    if (node.isIntegralNumber() && !node.canConvertToLong()) {
      return outOfRange(node, pointer, errors);
    }
    return whole(node, pointer, errors).map(JsonNode::longValue);
  }

  private static Optional<JsonNode> whole(JsonNode node, String pointer, Errors errors) {
    if (!node.isIntegralNumber()) {
      errors.malformed(pointer, "WRONG_TYPE", wrongType(node, "a whole number"));
      return Optional.empty();
    }
    return Optional.of(node);
  }

  private static <T> Optional<T> outOfRange(JsonNode node, String pointer, Errors errors) {
    errors.invalid(
        pointer,
        "NUMBER_OUT_OF_RANGE",
        "%s is out of range: give a smaller number".formatted(shortened(digits(node))));
    return Optional.empty();
  }

  /** Never spells out an exponent, which may be in the millions. */
  private static String digits(JsonNode number) {
    return String.valueOf(number.numberValue());
  }

  private static Optional<Double> number(JsonNode node, String pointer, Errors errors) {
    if (!node.isNumber()) {
      errors.malformed(pointer, "WRONG_TYPE", wrongType(node, "a number"));
      return Optional.empty();
    }
    double value = node.decimalValue().doubleValue();
    return Double.isInfinite(value) ? outOfRange(node, pointer, errors) : Optional.of(value);
  }

  private static Optional<Boolean> bool(JsonNode node, String pointer, Errors errors) {
    if (!node.isBoolean()) {
      errors.malformed(pointer, "WRONG_TYPE", wrongType(node, "true or false"));
      return Optional.empty();
    }
    return Optional.of(node.booleanValue());
  }

  private static <T> Optional<T> parse(
      Function<String, T> parser, String text, String pointer, Errors errors) {
    try {
      return Optional.of(parser.apply(text));
    } catch (InvalidValue e) {
      errors.invalid(pointer, e.code(), e.getMessage());
      return Optional.empty();
    }
  }

  private static String worded(JsonNode node) {
    if (node.isObject()) {
      return "an object";
    }
    if (node.isArray()) {
      return "a list";
    }
    if (node.isString()) {
      return "the text '%s'".formatted(shortened(node.stringValue()));
    }
    return "the value %s".formatted(shortened(node.isNumber() ? digits(node) : node.asString()));
  }
}
