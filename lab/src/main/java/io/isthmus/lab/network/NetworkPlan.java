package io.isthmus.lab.network;

import io.isthmus.lab.kernel.Namespace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What makes the lab's wires, as data.
 *
 * @param rooms the namespaces, in the order in which they are made
 * @param links lines of {@code ip} that make the links, for the root namespace
 * @param management lines of {@code ip} that address the controller's own end
 */
public record NetworkPlan(Map<Namespace, Room> rooms, List<String> links, List<String> management) {

  /**
   * The inside of one namespace.
   *
   * @param parameters kernel parameters, set before there are links
   * @param lines of {@code ip} for the inside
   */
  public record Room(List<String> parameters, List<String> lines) {
    public Room {
      parameters = List.copyOf(parameters);
      lines = List.copyOf(lines);
    }
  }

  public NetworkPlan {
    rooms = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(rooms));
    links = List.copyOf(links);
    management = List.copyOf(management);
  }
}
