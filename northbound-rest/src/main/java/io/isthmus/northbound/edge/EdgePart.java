package io.isthmus.northbound.edge;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.Edge;
import io.isthmus.northbound.document.Fields;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How one kind of part of an edge is read, shown, and put into its edge.
 *
 * @param <T> the domain's type
 * @param <V> what the API shows
 */
interface EdgePart<T, V> {
  /** As people read it: {@code WAN link}. */
  String words();

  /** The edge's field that lists the parts. */
  String field();

  List<T> of(Edge edge);

  Name name(T part);

  Optional<T> read(Fields fields, Name name);

  V view(T part, @Nullable Long revision);

  /** The edge with these parts instead. */
  Edge with(Edge edge, List<T> parts);

  /** Turns a pointer within the domain's part into one within the document. */
  String locate(T part, JsonNode document, String field);
}
