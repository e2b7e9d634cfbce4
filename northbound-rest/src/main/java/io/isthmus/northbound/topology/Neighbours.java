package io.isthmus.northbound.topology;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Overlay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which overlays an edge is a member of, and with whom. */
final class Neighbours {
  private final Map<Name, List<Declared<Overlay>>> overlays = new HashMap<>();

  Neighbours(Network network) {
    for (Declared<Overlay> declared : network.overlays().values()) {
      for (Name member : declared.value().edges()) {
        overlays.computeIfAbsent(member, any -> new ArrayList<>()).add(declared);
      }
    }
  }

  /** In order of name. */
  List<Declared<Overlay>> overlays(Name edge) {
    return overlays.getOrDefault(edge, List.of());
  }

  /** The edges that share an overlay with this one. */
  SortedSet<Name> of(Name edge) {
    SortedSet<Name> others = new TreeSet<>();
    overlays(edge).forEach(declared -> others.addAll(declared.value().edges()));
    others.remove(edge);
    return others;
  }
}
