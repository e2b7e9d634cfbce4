package io.isthmus.northbound.resource;

import java.util.Optional;

/**
 * Which part of a list a client wants.
 *
 * @param limit most items
 * @param after key of the last item that it has
 * @param path the request without its query, to link from
 * @param query the request's other parameters, encoded, empty or starting with {@code &}
 */
public record Paging(int limit, Optional<String> after, String path, String query) {
  public static final int MOST = 1_000;
  public static final int USUAL = 100;
}
