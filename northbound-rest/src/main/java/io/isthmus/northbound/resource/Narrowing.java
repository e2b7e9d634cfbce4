package io.isthmus.northbound.resource;

import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Which resources of a list are asked for: those that refer to another one, where that is named.
 *
 * @param parameter the query parameter that names it
 */
public record Narrowing<T>(
    Kind kind, String parameter, Optional<Name> name, BiPredicate<T, Name> refers) {

  /** An empty list would not tell a typing error from a resource that nothing refers to. */
  void requireExists(Network network) {
    name.filter(wanted -> !network.resources(kind).containsKey(wanted))
        .ifPresent(wanted -> {
          throw Missing.parameter(parameter, network, kind, wanted);
        });
  }

  boolean takes(T resource) {
    return name.map(wanted -> refers.test(resource, wanted)).orElse(true);
  }
}
