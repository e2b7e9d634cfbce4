package io.isthmus.domain.trust;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A value of the domain as plain data, for the audit log: records become maps from the names of
 * their components, what is absent is left out. Not for what holds a secret.
 */
public final class Portrait {
  private Portrait() {}

  public static Map<String, Object> of(Record value) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      plain(read(value, component)).ifPresent(part -> map.put(component.getName(), part));
    }
    return map;
  }

  private static Object read(Record value, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(value);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }

  private static Optional<Object> plain(Object value) {
    return switch (value) {
      case Optional<?> optional -> optional.flatMap(Portrait::plain);
      case OptionalInt number ->
          number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
      case OptionalLong number ->
          number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
      case Double number when !Double.isFinite(number) -> Optional.of(number.toString());
      // A serial number: larger than what JSON is read into, and written so everywhere.
      case BigInteger number -> Optional.of(number.toString(16));
      case Number number -> Optional.of(number);
      case Boolean bool -> Optional.of(bool);
      case Enum<?> word -> Optional.of(word.name());
      case Collection<?> items -> Optional.of(list(items));
      case Map<?, ?> map -> Optional.of(map(map));
      case Record scalar when isScalar(scalar) -> Optional.of(scalar.toString());
      case Record part -> Optional.of(of(part));
      default -> Optional.of(value.toString());
    };
  }

  /** Names, addresses and the like are one text, as they are written everywhere else. */
  private static boolean isScalar(Record value) {
    Class<?> type = value.getClass();
    return type.getPackageName().equals("io.isthmus.domain.net")
        || type.getRecordComponents().length == 1;
  }

  private static List<Object> list(Collection<?> items) {
    return items.stream().flatMap(item -> plain(item).stream()).toList();
  }

  private static Map<String, Object> map(Map<?, ?> items) {
    Map<String, Object> plain = new LinkedHashMap<>();
    items.forEach((key, item) -> plain(item).ifPresent(part -> plain.put(key.toString(), part)));
    return plain;
  }
}
