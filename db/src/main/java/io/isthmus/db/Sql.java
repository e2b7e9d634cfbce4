package io.isthmus.db;

import io.isthmus.domain.net.Name;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Between the values of the domain and those that the driver knows. */
final class Sql {
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private Sql() {}

  /** Without the character NUL, the only one that PostgreSQL cannot keep. */
  static String text(String text) {
    return text.replace('\0', '\uFFFD');
  }

  /** Cut to microseconds, which is what PostgreSQL keeps; it would round. */
  static OffsetDateTime time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  /** As {@link #time(Instant)}, and what no timestamp can say is later than all. */
  static OffsetDateTime bound(Instant instant) {
    return instant.isAfter(LATEST) ? OffsetDateTime.MAX : time(instant);
  }

  static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static Optional<Instant> findTime(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  static Optional<Name> findName(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column)).map(Name::of);
  }

  static @Nullable String value(Optional<Name> name) {
    return name.map(Name::value).orElse(null);
  }

  /** Values for question marks, some of which may be null. */
  static List<@Nullable Object> values(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  /** An array of text, for {@code unnest} and {@code ANY}. */
  static <T> String[] array(Collection<T> items, Function<T, ?> text) {
    return items.stream().map(item -> text.apply(item).toString()).toArray(String[]::new);
  }
}
