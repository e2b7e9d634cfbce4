package io.isthmus.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Lists that come in pages, as one. */
public final class Pages {
  private Pages() {}

  /** A page for a cursor; the first one for null. */
  @FunctionalInterface
  public interface Source<P> {
    P page(String cursor) throws ApiException;
  }

  /**
   * The items of all pages: {@code Pages.all(cursor -> edges.listEdges(tenant, null, 500, cursor),
   * PageEdge::getItems, PageEdge::getNextCursor)}.
   */
  public static <P, I> List<I> all(
      Source<P> source, Function<P, List<I>> items, Function<P, String> nextCursor)
      throws ApiException {
    List<I> all = new ArrayList<>();
    String cursor = null;
    do {
      P page = source.page(cursor);
      all.addAll(items.apply(page));
      cursor = nextCursor.apply(page);
    } while (cursor != null);
    return all;
  }
}
