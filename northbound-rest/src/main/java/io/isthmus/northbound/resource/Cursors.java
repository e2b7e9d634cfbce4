package io.isthmus.northbound.resource;

import io.isthmus.domain.net.InvalidValue;
import java.util.function.Function;

/** Reads the keys in cursors, which clients may have made up. */
public final class Cursors {
  private Cursors() {}

  /** The key, or the problem that the cursor is none. */
  public static <K> K parse(String after, Function<String, K> parseKey) {
    try {
      return parseKey.apply(after);
    } catch (InvalidValue | NumberFormatException e) {
      throw PagingArgumentResolver.invalidCursor();
    }
  }

  /** A revision below which a list goes on, newest first. */
  public static long before(Paging paging) {
    return paging.after().map(text -> parse(text, Long::parseLong)).orElse(Long.MAX_VALUE);
  }
}
