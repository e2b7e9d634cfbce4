package io.isthmus.southbound.session;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.reconcile.EdgeKeys;
import io.isthmus.domain.topology.EdgeProfile;
import io.isthmus.domain.topology.LinkKey;
import io.isthmus.domain.topology.PublicKey;
import io.isthmus.southbound.api.v1.Hello;
import io.isthmus.southbound.api.v1.WireGuardKey;
import io.isthmus.southbound.api.v1.WireGuardKeys;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads which keys edges say they have. Edges are not trusted: a key that makes no sense, or whose
 * place or value came before, is left out, and so is everything beyond what an edge can have.
 */
final class KeyWords {
  private static final int HIGHEST_PORT = 65_535;

  private KeyWords() {}

  static EdgeKeys of(Hello hello) {
    Optional<List<LinkKey>> keys =
        hello.hasWireguardKeys() ? Optional.of(keys(hello.getWireguardKeys())) : Optional.empty();
    return new EdgeKeys(keys, Optional.of(stampPort(hello.getStampPort())));
  }

  static EdgeKeys of(WireGuardKeys message) {
    return new EdgeKeys(Optional.of(keys(message)), Optional.empty());
  }

  /** Where it says nothing, or nothing that can be, the reflector is where reflectors are. */
  private static int stampPort(int port) {
    return port >= 1 && port <= HIGHEST_PORT ? port : EdgeProfile.DEFAULT_STAMP_PORT;
  }

  private static List<LinkKey> keys(WireGuardKeys message) {
    Set<List<Integer>> places = new HashSet<>();
    Set<PublicKey> values = new HashSet<>();
    List<LinkKey> keys = new ArrayList<>();
    for (WireGuardKey word : message.getKeysList()) {
      if (keys.size() == EdgeProfile.MOST_KEYS) {
        break;
      }
      key(word)
          .filter(key -> places.add(List.of(key.link(), key.generation())))
          .filter(key -> values.add(key.key()))
          .ifPresent(keys::add);
    }
    return keys;
  }

  private static Optional<LinkKey> key(WireGuardKey word) {
    if (word.getPublicKey().size() != PublicKey.BYTES) {
      return Optional.empty();
    }
    try {
      PublicKey value = PublicKey.of(word.getPublicKey().toByteArray());
      return Optional.of(
          new LinkKey(word.getLinkNumber(), word.getGeneration(), value, word.getListenPort()));
    } catch (InvalidValue e) {
      return Optional.empty();
    }
  }
}
