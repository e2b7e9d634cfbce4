package io.isthmus.northbound.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.northbound.change.IsthmusHeaders;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/**
 * Part of a list. The cursor is the key of the last item, so that nothing is shown twice or missed
 * when the list changes meanwhile.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Part of a list.")
public record Page<V>(
    @Schema(description = "The items of this page, in the order of the list.") List<V> items,
    @Schema(
            description =
                "Give this as cursor to get the next page; absent on the last. The Link header"
                    + " with rel=\"next\" says the same.")
        @Nullable String nextCursor) {
  public Page {
    items = List.copyOf(items);
  }

  /** The page of what the map holds beyond the cursor. */
  public static <K, T, V> Page<V> of(
      Paging paging,
      SortedMap<K, T> all,
      Function<String, K> parseKey,
      Predicate<T> filter,
      Function<T, V> view) {
    List<V> items = new ArrayList<>();
    String last = "";
    for (Map.Entry<K, T> entry : from(paging, all, parseKey).entrySet()) {
      boolean shown = paging.after().map(entry.getKey().toString()::equals).orElse(false);
      if (shown || !filter.test(entry.getValue())) {
        continue;
      }
      if (items.size() == paging.limit()) {
        return new Page<>(items, PagingArgumentResolver.encoded(last));
      }
      items.add(view.apply(entry.getValue()));
      last = entry.getKey().toString();
    }
    return new Page<>(items, null);
  }

  /** The page of a list from which one item more than asked for was fetched. */
  public static <T, V> Page<V> ofOneMore(
      Paging paging, List<T> fetched, Function<T, String> key, Function<T, V> view) {
    boolean more = fetched.size() > paging.limit();
    List<T> shown = more ? fetched.subList(0, paging.limit()) : fetched;
    return new Page<>(
        shown.stream().map(view).toList(),
        more ? PagingArgumentResolver.encoded(key.apply(shown.getLast())) : null);
  }

  /** The page that ends where the search for more was given up, or at the end of the list. */
  public static <V> Page<V> until(List<V> items, @Nullable String lastKey) {
    return new Page<>(items, lastKey == null ? null : PagingArgumentResolver.encoded(lastKey));
  }

  /** The answer with its link to the next page. */
  public ResponseEntity<Page<V>> answer(Paging paging, long revision) {
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.ok().header(IsthmusHeaders.REVISION, Long.toString(revision));
    if (nextCursor != null) {
      answer.header(
          HttpHeaders.LINK,
          "<%s?cursor=%s%s>; rel=\"next\"".formatted(paging.path(), nextCursor, paging.query()));
    }
    return answer.body(this);
  }

  private static <K, T> SortedMap<K, T> from(
      Paging paging, SortedMap<K, T> all, Function<String, K> parseKey) {
    return paging.after().map(after -> all.tailMap(Cursors.parse(after, parseKey))).orElse(all);
  }
}
