package io.isthmus.lab.network;

import io.isthmus.lab.kernel.Ip;
import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.kernel.Shell;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Makes, checks and removes the lab's wires in the kernel. */
public final class LabNetwork {
  private final LabName lab;
  private final NetworkPlan plan;

  public LabNetwork(LabName lab, NetworkPlan plan) {
    this.lab = lab;
    this.plan = plan;
  }

  /** Makes all of it; nothing of it may be there. */
  public void build() {
    Ip.batch(plan.rooms().keySet().stream().map(room -> "netns add " + room).toList());
    plan.rooms().forEach((namespace, room) -> namespace.set(room.parameters()));
    Ip.batch(plan.links());
    plan.rooms().forEach((namespace, room) -> namespace.ip(room.lines()));
    Ip.batch(plan.management());
  }

  /** Whether every interface that the plan makes is there, up, and has its addresses. */
  public boolean isWhole() {
    return plan.rooms().entrySet().stream()
            .allMatch(room ->
                room.getKey().exists()
                    && holds(Ip.ask(room.getKey(), "-d", "addr"), room.getValue().lines()))
        && holds(Ip.ask("-d", "addr"), plan.management());
  }

  private static boolean holds(JsonNode interfaces, List<String> lines) {
    Set<String> seen = new HashSet<>();
    for (JsonNode link : interfaces) {
      String name = link.path("ifname").asString("");
      if (link.path("linkinfo").path("info_kind").asString("").equals("tun")) {
        seen.add("tuntap add dev %s mode tap".formatted(name));
      }
      if (link.path("flags").toString().contains("\"UP\"")) {
        seen.add("link set %s up".formatted(name));
      }
      for (JsonNode address : link.path("addr_info")) {
        String local = address.path("local").asString("");
        seen.add(
            "addr add %s/%d dev %s"
                .formatted(Subnet.normal(local), address.path("prefixlen").asInt(), name));
      }
    }
    return lines.stream()
        .filter(line ->
            line.startsWith("addr add ") || line.startsWith("tuntap add ") || line.endsWith(" up"))
        .allMatch(seen::contains);
  }

  /** Removes what there is of a lab's wires, whatever made it; the names of what was there. */
  public static List<String> remove(LabName lab) {
    List<String> removed = new java.util.ArrayList<>();
    String managementInterface = lab.managementInterface();
    if (Shell.run("ip", "link", "show", managementInterface).ok()) {
      Shell.run("ip", "link", "del", managementInterface);
      removed.add("interface " + managementInterface);
    }
    for (Namespace namespace : lab.namespaces()) {
      namespace.delete();
      removed.add("namespace " + namespace);
    }
    return removed;
  }
}
