package io.isthmus.northbound;

import java.util.List;

/** A network of three edges with something of everything. */
final class Continuum {
  /** Lists are not in the order in which the domain keeps them. */
  static final String YAML =
      """
      sites:
        - {name: cloud-paris, kind: CLOUD}
        - {name: edge-nice, kind: EDGE}
        - {name: far-edge-van, kind: FAR_EDGE}
      edges:
        - name: edge-nice
          site: edge-nice
          wanLinks:
            - {name: mpls, transport: mpls, interface: wan1, address: 198.19.2.2, mtu: 1600, egressRateBps: 50000000, ingressRateBps: 100000000, cost: 2.5, probeIntervalMs: 200, probeBudgetBps: 20000}
            - {name: internet, transport: internet, interface: wan0, address: 198.18.2.2, gateway: 198.18.2.1}
          lanSegments:
            - {name: lan, interface: lan0, prefixes: ["fd00:2::/64", 10.2.0.0/24]}
        - name: cloud-paris
          site: cloud-paris
          wanLinks:
            - {name: internet, transport: internet, interface: wan0, address: 198.18.1.2, gateway: 198.18.1.1}
            - {name: mpls, transport: mpls, interface: wan1, address: 198.19.1.2}
          lanSegments:
            - {name: lan, interface: lan0, prefixes: [10.1.0.0/24]}
            - {name: dmz, interface: lan1, prefixes: [10.101.0.0/16], gateway: 10.101.0.1}
        - name: far-edge-van
          site: far-edge-van
          wanLinks:
            - {name: internet, transport: 5g, interface: wan0, address: 198.18.3.2}
          lanSegments:
            - {name: lan, interface: lan0, prefixes: [10.3.0.0/24]}
      overlays:
        - {name: on-1, edges: [far-edge-van, edge-nice, cloud-paris], transports: [internet, 5g], encryption: OFF}
        - {name: on-2, edges: [edge-nice, cloud-paris], transports: [mpls], encryption: OFF}
        - {name: on-3, topology: HUB_AND_SPOKE, edges: [edge-nice, cloud-paris, far-edge-van], hubs: [cloud-paris], encryption: OFF}
      trafficClasses:
        - name: voice
          steering: {overlays: [on-1, on-2]}
          sla: {oneWayDelayMs: {enter: 150, exit: 120}, lossPct: 0.5, rateBps: 1000000, jitterMs: {enter: 30, exit: 20, enterWindowMs: 300, exitWindowMs: 5000}}
        - {name: interactive, role: DEFAULT, steering: {overlays: [on-3], whenNoPath: DROP}}
        - {name: bulk, steering: {strategy: LOAD_BALANCE, mode: STATIC, overlays: [on-1, on-2], weights: {on-1: 70, on-2: 30}, whenNoneCompliant: DROP, existingFlows: STICKY, holdDownMs: 5000, shadow: PREDICTIVE_STABLE}}
      applications:
        - {name: sip, trafficClass: voice, priority: 10, matches: [{protocol: udp, destinationPorts: [5060-5061]}]}
        - {name: backup, trafficClass: bulk, matches: [{protocol: tcp, sourcePrefixes: [10.2.0.0/24], sourcePorts: [22, "8000-8080"], dscp: [8, 10]}, {protocol: 47}]}
      """;

  /** One resource of every kind and shape. */
  static final List<String> PATHS =
      List.of(
          "/sites/cloud-paris",
          "/edges/edge-nice",
          "/edges/cloud-paris",
          "/edges/edge-nice/wan-links/internet",
          "/edges/edge-nice/lan-segments/lan",
          "/overlays/on-1",
          "/overlays/on-3",
          "/traffic-classes/voice",
          "/traffic-classes/interactive",
          "/traffic-classes/bulk",
          "/applications/sip",
          "/applications/backup");

  private Continuum() {}
}
