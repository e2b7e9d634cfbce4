package io.isthmus.lab.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An intent for many sites of one edge and two WAN links each. Sites of a region are in a full mesh
 * over both transports; a backbone joins the first of each region over the internet.
 *
 * @param edges how many; a multiple of the size of a region
 */
public record FleetIntent(int edges) {
  public static final int REGION = 20;
  private static final int HALF_BYTE = 250;

  public FleetIntent {
    if (edges < REGION || edges % REGION != 0) {
      throw new IllegalArgumentException("%d edges are no multiple of %d".formatted(edges, REGION));
    }
  }

  public List<String> names() {
    return IntStream.range(0, edges).mapToObj(FleetIntent::name).toList();
  }

  public String yaml() {
    List<String> overlays = new ArrayList<>();
    StringBuilder yaml = new StringBuilder("sites:\n");
    names().forEach(name -> yaml.append("  - {name: %s, kind: %s}\n".formatted(name, kind(name))));
    yaml.append("edges:\n");
    IntStream.range(0, edges).forEach(i -> yaml.append(edge(i)));
    yaml.append("overlays:\n");
    for (int region = 0; region < edges / REGION; region++) {
      overlays.add("region-%02d".formatted(region));
      yaml.append(overlay(overlays.getLast(), 1001 + region, region(region), "internet, mpls"));
    }
    overlays.add("backbone");
    yaml.append(overlay("backbone", 1000, firsts(), "internet"));
    String all = String.join(", ", overlays);
    return yaml.append(trafficClasses(String.join(", ", overlays))).toString();
  }

  private static String name(int edge) {
    return "site-%02d-%02d".formatted(edge / REGION, edge % REGION);
  }

  private static String kind(String name) {
    return name.endsWith("-00") ? "CLOUD" : "EDGE";
  }

  private static List<String> region(int region) {
    return IntStream.range(region * REGION, (region + 1) * REGION)
        .mapToObj(FleetIntent::name)
        .toList();
  }

  private List<String> firsts() {
    return IntStream.range(0, edges / REGION).mapToObj(i -> name(i * REGION)).toList();
  }

  private static String edge(int i) {
    String place = "%d.%d".formatted(i / HALF_BYTE, 1 + i % HALF_BYTE);
    return """
      - name: %1$s
        site: %1$s
        wanLinks:
          - {name: internet, transport: internet, access: PUBLIC, interface: wan0, address: 198.18.%2$s}
          - {name: mpls, transport: mpls, access: PRIVATE, interface: wan1, address: 100.64.%2$s}
        lanSegments:
          - {name: lan, interface: lan0, prefixes: [10.%3$d.%4$d.0/24]}
    """
        .formatted(name(i), place, i / HALF_BYTE, i % HALF_BYTE);
  }

  private static String overlay(String name, int vni, List<String> members, String transports) {
    return "  - {name: %s, vni: %d, encryption: OFF, transports: [%s], edges: [%s]}\n"
        .formatted(name, vni, transports, String.join(", ", members));
  }

  private static String trafficClasses(String overlays) {
    return """
    trafficClasses:
      - name: voice
        steering: {strategy: BEST_QUALITY, overlays: [%1$s]}
        sla: {lossPct: {enter: 3, exit: 2}}
      - name: bulk
        role: DEFAULT
        steering: {strategy: BEST_QUALITY, overlays: [%1$s]}
    """
        .formatted(overlays);
  }
}
