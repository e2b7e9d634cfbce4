package io.isthmus.northbound.problem;

import io.isthmus.domain.net.InvalidValue;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Words what is wrong with values in the path and the query. */
final class Parameters {
  private Parameters() {}

  static ProblemException mismatch(MethodArgumentTypeMismatchException e) {
    InvalidValue invalid = cause(e);
    if (invalid != null) {
      return ProblemException.ofParameter(e.getName(), invalid.code(), invalid.getMessage());
    }
    String given = Objects.toString(e.getValue(), "").replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
    String shown = given.length() > 80 ? given.substring(0, 80) + "…" : given;
    return ProblemException.ofParameter(
        e.getName(),
        "INVALID_PARAMETER",
        "'%s' is not a value of %s: give %s".formatted(shown, e.getName(), wanted(e)));
  }

  private static @Nullable InvalidValue cause(Throwable e) {
    Throwable cause = e;
    while (cause != null && !(cause instanceof InvalidValue)) {
      cause = cause.getCause();
    }
    return (InvalidValue) cause;
  }

  private static String wanted(MethodArgumentTypeMismatchException e) {
    Class<?> type = e.getParameter().nestedIfOptional().getNestedParameterType();
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(Object::toString)
              .collect(Collectors.joining(", "));
    }
    return switch (type.getSimpleName()) {
      case "Boolean" -> "true or false";
      case "UUID" -> "the id, a UUID, as the list has it";
      default -> "a whole number";
    };
  }
}
