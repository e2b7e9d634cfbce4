package io.isthmus.lab.wan;

import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.network.LabIntent;
import io.isthmus.lab.network.LabIntent.EdgeSite;
import io.isthmus.lab.network.LabIntent.Wan;
import io.isthmus.lab.network.LabName;
import io.isthmus.lab.network.NetworkPlanner;
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
}
