package io.isthmus.domain.intent;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.Vni;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Hands out the numbers that edges see, each once in the whole controller. Lives for one change;
 * changes run one after the other, so there is no race.
 */
public final class Numbering {
  /** Edge numbers are 16 bits of a MAC address. */
  public static final int HIGHEST_EDGE = 65_535;

  /** Class numbers are 15 bits of a firewall mark; the last stands for "no class". */
  public static final int HIGHEST_CLASS = 32_766;

  private final Set<Integer> edges = new HashSet<>();
  private final Set<Integer> vnis = new HashSet<>();
  private final Set<Integer> classes = new HashSet<>();
  private Cursors cursors;

  private Numbering(Cursors cursors) {
    this.cursors = cursors;
  }

  /** Knows every number in use in the snapshot. */
  public static Numbering of(NetworkSnapshot snapshot) {
    Numbering numbering = new Numbering(snapshot.cursors());
    for (Network network : snapshot.tenants().values()) {
      network.edges().values().forEach(edge -> numbering.edges.add(edge.number()));
      network.overlays().values().forEach(overlay -> numbering.vnis.add(overlay.number()));
      network
          .trafficClasses()
          .values()
          .forEach(declared -> numbering.classes.add(declared.number()));
    }
    return numbering;
  }

  int nextEdge(Name name) {
    int number = next(edges, cursors.edge(), 1, HIGHEST_EDGE, Kind.EDGE, name);
    cursors = new Cursors(number, cursors.vni(), cursors.trafficClass());
    return number;
  }

  int nextVni(Name name) {
    int number =
        next(vnis, cursors.vni(), Cursors.START.vni() + 1, Vni.HIGHEST, Kind.OVERLAY, name);
    cursors = new Cursors(cursors.edge(), number, cursors.trafficClass());
    return number;
  }

  int nextTrafficClass(Name name) {
    int number = next(classes, cursors.trafficClass(), 1, HIGHEST_CLASS, Kind.TRAFFIC_CLASS, name);
    cursors = new Cursors(cursors.edge(), cursors.vni(), number);
    return number;
  }

  /** False when another overlay has it. */
  boolean claim(Vni vni) {
    return vnis.add(vni.value());
  }

  /** Where the next change goes on. */
  public Cursors cursors() {
    return cursors;
  }

  private static int next(
      Set<Integer> used, int last, int lowest, int highest, Kind kind, Name name) {
    int size = highest - lowest + 1;
    for (int step = 1; step <= size; step++) {
      int candidate = lowest + Math.floorMod(last - lowest + step, size);
      if (used.add(candidate)) {
        return candidate;
      }
    }
    String message =
        "the controller has no number left for %s %s: all from %d to %d are in use, remove some first"
            .formatted(kind.words(), name, lowest, highest);
    throw new IntentRejected(
        List.of(new Violation(Violation.Code.TOO_MANY, kind, name, "", message)));
  }
}
