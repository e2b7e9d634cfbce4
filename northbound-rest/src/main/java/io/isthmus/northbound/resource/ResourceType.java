package io.isthmus.northbound.resource;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.intent.NetworkDiff;
import io.isthmus.domain.intent.Violation;
import io.isthmus.domain.net.Name;
import io.isthmus.northbound.document.Fields;
import io.isthmus.northbound.document.MergePatch;
import java.util.Optional;
import java.util.SortedMap;
import tools.jackson.databind.JsonNode;

/**
 * How one kind of resource is read from documents and shown in them.
 *
 * @param <T> the domain's type
 * @param <V> what the API shows
 */
public interface ResourceType<T, V> {
  Kind kind();

  /** The field of a whole-network document that lists the resources of this kind. */
  String field();

  /** Those of the network, by name. */
  SortedMap<Name, Declared<T>> in(Network network);

  NetworkDiff.Part<T> in(NetworkDiff diff);

  Name name(T value);

  /** Reads everything but the name and what the API only shows. */
  Optional<T> read(Fields fields, Name name);

  V view(Declared<T> declared);

  Change put(T value);

  /** What a patch makes of the resource as it is shown (RFC 7396). */
  default JsonNode merged(JsonNode present, JsonNode patch) {
    return MergePatch.apply(present, patch);
  }

  /** Whether the API shows the number that edges know the resource by. */
  default boolean showsNumber() {
    return false;
  }

  /**
   * Turns a pointer within the resource into one within the document that it was read from, whose
   * lists may be in another order.
   */
  default String locate(T value, JsonNode document, String field) {
    return field;
  }

  /** The field of this resource that breaks a rule at another resource of the network. */
  default Optional<String> rival(T value, Network before, Violation violation) {
    return Optional.empty();
  }
}
