package io.isthmus.lab.wan;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.network.LabIntent;
import io.isthmus.lab.network.LabIntent.EdgeSite;
import io.isthmus.lab.network.LabIntent.Wan;
import io.isthmus.lab.network.LabName;
import io.isthmus.lab.network.NetworkPlanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a WAN passes through the emulator: an edge's WAN port and the underlay's port towards it,
 * both TAP devices.
 *
 * @param wan the transport's name
 */
public record Wire(
    String wan,
    String edge,
    String link,
    Namespace edgeRoom,
    String edgePort,
    Namespace underlay,
    String underlayPort) {

  boolean exists() {
    return edgeRoom.exists() && underlay.exists();
  }

  /** The wires of a lab, in the order of its intent. */
  public static List<Wire> of(LabName lab, LabIntent intent) {
    List<Wire> wires = new ArrayList<>();
    for (EdgeSite edge : intent.edges()) {
      for (int i = 0; i < edge.wans().size(); i++) {
        Wan wan = edge.wans().get(i);
        wires.add(
            new Wire(
                wan.transport(),
                edge.name(),
                wan.name(),
                lab.edge(edge.name()),
                wan.interfaceName(),
                lab.underlay(wan.transport()),
                NetworkPlanner.underlayInterface(edge.number(), i + 1)));
      }
    }
    return wires;
  }

  /**
   * The wires of this process's own network namespace, from a file with a line for each: the WAN's
   * name, the edge's name, the TAP device towards the edge and the one towards the WAN.
   */
  static List<Wire> read(Path file) throws IOException {
    List<Wire> wires = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] words = line.strip().split("\\s+");
      if (words.length != 4) {
        throw new LabFailure(
            "%s: '%s' is no wire: write WAN EDGE EDGE-PORT WAN-PORT".formatted(file, line));
      }
      wires.add(
          new Wire(
              words[0], words[1], words[0], Namespace.HERE, words[2], Namespace.HERE, words[3]));
    }
    return wires;
  }
}
