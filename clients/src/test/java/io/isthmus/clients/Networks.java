package io.isthmus.clients;

/** Two sites, two underlays, two overlays, one class. */
public final class Networks {
  private Networks() {}

  public static final String TWO_SITES =
      """
      sites:
        - {name: nice, kind: EDGE}
        - {name: paris, kind: CLOUD}
      edges:
        - name: nice
          site: nice
          wanLinks:
            - {name: internet, transport: internet, access: PUBLIC, interface: w0, address: 198.18.2.2, gateway: 198.18.2.1}
            - {name: mpls, transport: mpls, access: PRIVATE, interface: w1, address: 198.19.2.2, gateway: 198.19.2.1}
          lanSegments:
            - {name: lan, interface: l0, prefixes: [10.2.0.0/24]}
        - name: paris
          site: paris
          wanLinks:
            - {name: internet, transport: internet, access: PUBLIC, interface: w0, address: 198.18.1.2, gateway: 198.18.1.1}
            - {name: mpls, transport: mpls, access: PRIVATE, interface: w1, address: 198.19.1.2, gateway: 198.19.1.1}
          lanSegments:
            - {name: lan, interface: l0, prefixes: [10.1.0.0/24]}
      overlays:
        - {name: on-1, edges: [nice, paris], transports: [internet], encryption: "OFF"}
        - {name: on-2, edges: [nice, paris], transports: [mpls], encryption: "OFF"}
      trafficClasses:
        - name: voice
          steering: {strategy: PREFERRED, overlays: [on-1, on-2]}
          sla: {lossPct: {enter: 1, exit: 0.5}}
      """;
}
