package io.isthmus.lab.bench;

import io.isthmus.lab.incident.Impact;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Intents for two edges, {@code left} and {@code right}, as the benches need them. */
final class BenchIntent {
  static final String LEFT = "left";
  static final String RIGHT = "right";
  static final String QUICK = "quick";
  static final String PATIENT = "patient";
  static final int FIRST_VNI = 10_000;
  private static final String MEMBERS = "edges: [left, right]";

  /** For figures that are compared with unencrypted tunnels of others, or with earlier ones. */
  private static final String IN_CLEAR = MEMBERS + ", encryption: OFF";

  private BenchIntent() {}

  /** One overlay for the hosts' traffic, and so many more. */
  static String withOverlays(int count) {
    return sites()
        + edge(1, LEFT, false, "\"10.1.0.0/24\"")
        + edge(2, RIGHT, false, "\"10.2.0.0/24\"")
        + "overlays:\n"
        + "  - {name: base, %s, vni: 9999}\n".formatted(IN_CLEAR)
        + IntStream.range(0, count)
            .mapToObj(i -> "  - {name: %s, %s, vni: %d}\n".formatted(name(i), IN_CLEAR, vni(i)))
            .collect(Collectors.joining())
        + "trafficClasses:\n"
        + "  - {name: usual, role: DEFAULT, steering: {strategy: PREFERRED, overlays: [base], whenNoPath: DROP}}\n";
  }

  /** The same with everything encrypted. */
  static String encrypted(String intent) {
    return intent.replace(IN_CLEAR, MEMBERS);
  }

  /** Two overlays on underlays of their own, and so many prefixes behind the right edge. */
  static String withPrefixes(int count) {
    String prefixes =
        IntStream.range(0, count)
            .mapToObj(i -> "\"10.%d.%d.0/24\"".formatted(100 + i / 256, i % 256))
            .collect(Collectors.joining(", "));
    return sites()
        + edge(1, LEFT, true, "\"10.1.0.0/24\"")
        + edge(2, RIGHT, true, "\"10.2.0.0/24\", " + prefixes)
            .replace("]}\n#", "], gateway: 10.2.0.10}\n#")
        + "overlays:\n"
        + "  - {name: on-1, %s, transports: [internet], vni: 1001}\n".formatted(IN_CLEAR)
        + "  - {name: on-2, %s, transports: [mpls], vni: 1002}\n".formatted(IN_CLEAR)
        + "trafficClasses:\n"
        + "  - {name: usual, role: DEFAULT, steering: {strategy: PREFERRED, overlays: [on-1, on-2], whenNoPath: DROP}}\n"
        + "  - {name: quick, role: NORMAL, steering: {strategy: PREFERRED, overlays: [on-1, on-2], whenNoPath: DROP}}\n"
        + "applications:\n"
        + "  - {name: flow, trafficClass: quick, matches: [{protocol: udp, destinationPorts: [5001]}]}\n";
  }

  /**
   * Two overlays on underlays of their own, a class that has to be quick and one that has patience,
   * both by the first overlay where they can. Hold-down and exit windows are short, so that rounds
   * can follow each other.
   */
  static String withObjectives(Impact impact) {
    // Each brown-out alone: the packets of one may cross the thresholds of another.
    String delay = "oneWayDelayMs: {enter: 25, exit: 20, exitWindowMs: 1000}";
    String jitter = "jitterMs: {enter: 30, exit: 24, exitWindowMs: 1000}";
    String loss = "lossPct: {enter: 1, exit: 0.5, enterWindowMs: 1000, exitWindowMs: 1000}";
    return withObjectives(
        switch (impact) {
          case BLACKOUT -> String.join(", ", delay, jitter, loss);
          case DELAY -> delay;
          case JITTER -> jitter;
          case LOSS -> loss;
        });
  }

  private static String withObjectives(String objectives) {
    return twoSites()
        + """
        trafficClasses:
          - {name: usual, role: DEFAULT, steering: {strategy: PREFERRED, overlays: [on-1, on-2], whenNoPath: DROP}}
          - name: quick
            steering: {strategy: PREFERRED, overlays: [on-1, on-2], whenNoPath: DROP, holdDownMs: 1000}
            sla: {%s}
          - name: patient
            steering: {strategy: PREFERRED, overlays: [on-1, on-2], whenNoPath: DROP, holdDownMs: 1000}
            sla:
              rttMs: {enter: 2000, exit: 1600, enterWindowMs: 2000, exitWindowMs: 1000}
              lossPct: {enter: 60, exit: 50, enterWindowMs: 2000, exitWindowMs: 1000}
        """
            .formatted(objectives);
  }

  /** The same with the hold-down and the windows that are usual. */
  static String withUsualObjective() {
    return withObjectives(Impact.DELAY)
        .replace(", holdDownMs: 1000", "")
        .replace(", exitWindowMs: 1000", "");
  }

  /** A probe every 20 ms, so that a loss of a few per cent is told in half a minute. */
  static String withQuickProbes() {
    return withObjectives(Impact.BLACKOUT)
        .replace(", access:", ", probeIntervalMs: 20, access:")
        .replace(MEMBERS, IN_CLEAR);
  }

  /** An overlay over every pair of so many links at each of two edges. */
  static String withLinks(int count) {
    return sites()
        + edgeWithLinks(1, LEFT, count)
        + edgeWithLinks(2, RIGHT, count)
        + "overlays:\n"
        + "  - {name: wide, %s, vni: 1001}\n".formatted(IN_CLEAR)
        + "trafficClasses:\n"
        + "  - {name: usual, role: DEFAULT, steering: {strategy: PREFERRED, overlays: [wide], whenNoPath: DROP}}\n";
  }

  private static String edgeWithLinks(int number, String name, int count) {
    String links =
        IntStream.range(0, count)
            .mapToObj(i ->
                "      - {name: link-%1$d, transport: internet, access: PUBLIC, interface: wan%1$d, address: 198.18.%2$d.2, gateway: 198.18.%2$d.1}\n"
                    .formatted(i, number * 50 + i))
            .collect(Collectors.joining());
    return "  - name: %1$s\n    site: %1$s\n    wanLinks:\n%2$s    lanSegments:\n      - {name: lan, interface: lan0, prefixes: [\"10.%3$d.0.0/24\"]}\n"
        .formatted(name, links, number);
  }

  /** Two overlays that share the flows to UDP port 5020, 70 to 30. */
  static String withShares() {
    return twoSites()
        + """
        trafficClasses:
          - {name: usual, role: DEFAULT, steering: {strategy: PREFERRED, overlays: [on-1, on-2], whenNoPath: DROP}}
          - name: spread
            steering: {strategy: LOAD_BALANCE, overlays: [on-1, on-2], weights: {on-1: 70, on-2: 30}}
        applications:
          - {name: flows, trafficClass: spread, matches: [{protocol: udp, destinationPorts: [5020]}]}
        """;
  }

  static String name(int overlay) {
    return "on-%04d".formatted(overlay);
  }

  static int vni(int overlay) {
    return FIRST_VNI + overlay;
  }

  /** And an overlay over each underlay. */
  private static String twoSites() {
    return sites()
        + edge(1, LEFT, true, "\"10.1.0.0/24\"")
        + edge(2, RIGHT, true, "\"10.2.0.0/24\"")
        + "overlays:\n"
        + "  - {name: on-1, %s, transports: [internet], vni: 1001}\n".formatted(MEMBERS)
        + "  - {name: on-2, %s, transports: [mpls], vni: 1002}\n".formatted(MEMBERS);
  }

  private static String sites() {
    return """
    sites:
      - {name: left, kind: EDGE}
      - {name: right, kind: CLOUD}
    edges:
    """;
  }

  private static String edge(int number, String name, boolean twoLinks, String prefixes) {
    return """
      - name: %1$s
        site: %1$s
        wanLinks:
          - {name: internet, transport: internet, access: PUBLIC, interface: wan0, address: 198.18.%2$d.2, gateway: 198.18.%2$d.1}
    %3$s    lanSegments:
          - {name: lan, interface: lan0, prefixes: [%4$s]}
    #
    """
        .formatted(name, number, twoLinks ? secondLink(number) : "", prefixes);
  }

  private static String secondLink(int number) {
    return "      - {name: mpls, transport: mpls, access: PRIVATE, interface: wan1, address: 198.19.%1$d.2, gateway: 198.19.%1$d.1}\n"
        .formatted(number);
  }
}
