package io.isthmus.northbound.openapi;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Bodies to try the API out with, which fit the continuum of the lab. */
final class Examples {
  /** Schemas of answers that the controllers' return types do not say. */
  static final Map<String, String> ANSWERS =
      Map.of(
          "postSteeringDecision", "SteeringDecision",
          "applyIntent", "IntentDifference",
          "getIntent", "Intent",
          "listEvents", "PageEvent",
          "listAudit", "PageAuditEntry",
          "listGlobalAudit", "PageAuditEntry");

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final List<String> INTENT_TYPES = List.of("application/json", "application/yaml");

  private static final String INTENT =
      """
      sites:
        - {name: cloud-paris, kind: CLOUD}
        - {name: edge-nice, kind: EDGE}
      """;

  private static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry("putTenant", "{}"),
          Map.entry("putSite", "{\"kind\": \"CLOUD\"}"),
          Map.entry("patchSite", "{\"kind\": \"CLOUD\"}"),
          Map.entry(
              "putEdge",
              """
              {"site": "edge-nice",
               "wanLinks": [
                 {"name": "internet", "transport": "internet", "interface": "wan-internet",
                  "address": "198.18.2.2", "gateway": "198.18.2.1"},
                 {"name": "mpls", "transport": "mpls", "interface": "wan-mpls",
                  "address": "198.19.2.2", "gateway": "198.19.2.1"}],
               "lanSegments": [
                 {"name": "lan", "interface": "lan0",
                  "prefixes": ["10.2.0.0/24", "fd00:2::/64"]}]}
              """),
          Map.entry("patchEdge", "{\"site\": \"edge-nice\"}"),
          Map.entry(
              "putWanLink",
              """
              {"transport": "internet", "interface": "wan-internet", "address": "198.18.2.2",
               "gateway": "198.18.2.1", "mtu": 1500, "egressRateBps": 50000000,
               "ingressRateBps": 200000000, "cost": 1}
              """),
          Map.entry(
              "putLanSegment",
              "{\"interface\": \"lan0\", \"prefixes\": [\"10.2.0.0/24\", \"fd00:2::/64\"]}"),
          Map.entry(
              "putOverlay",
              """
              {"edges": ["cloud-paris", "edge-nice", "far-edge-van"], "transports": ["internet"]}
              """),
          Map.entry("patchOverlay", "{\"transports\": [\"internet\"]}"),
          Map.entry(
              "putTrafficClass",
              """
              {"steering": {"overlays": ["on-1", "on-2"], "whenNoPath": "DROP"},
               "sla": {"preset": "VOICE", "lossPct": {"enter": 1, "exit": 0.5}}}
              """),
          Map.entry("patchTrafficClass", "{\"sla\": {\"lossPct\": 0.5}}"),
          Map.entry(
              "putApplication",
              """
              {"trafficClass": "voice",
               "matches": [{"protocol": "udp", "destinationPorts": ["5060-5061"]}]}
              """),
          Map.entry("patchApplication", "{\"priority\": 500}"),
          Map.entry(
              "postSteeringDecision",
              """
              {"trafficClass": "voice", "overlay": "on-2", "hold": "PIN", "expiresInSeconds": 900,
               "reason": "maintenance on the internet line"}
              """),
          Map.entry(
              "putWebhook",
              """
              {"url": "https://orchestrator.example/isthmus",
               "eventTypes": ["io.isthmus.sla.broken", "io.isthmus.sla.restored",
                              "io.isthmus.class.rerouted"]}
              """),
          Map.entry("patchWebhook", "{\"enabled\": false}"),
          Map.entry("replayWebhook", "{\"after\": \"0\"}"),
          Map.entry(
              "postApiToken",
              "{\"name\": \"orchestrator\", \"role\": \"orchestrator\", \"ttlSeconds\": 2592000}"),
          Map.entry(
              "postGlobalToken",
              "{\"name\": \"monitoring\", \"grants\": [\"*:viewer\"], \"ttlSeconds\": 2592000}"),
          Map.entry("postEnrollmentToken", "{\"edge\": \"edge-nice\", \"ttlSeconds\": 3600}"),
          Map.entry("postBootstrap", "{\"ttlSeconds\": 3600, \"approval\": \"NEEDED\"}"),
          Map.entry("revokeEdge", "{\"reason\": \"device stolen\"}"),
          Map.entry("planIntent", INTENT),
          Map.entry("applyIntent", INTENT));

  private static final Map<String, String> SCHEMAS =
      Map.of(
          "postSteeringDecision", "SteeringRequest",
          "replayWebhook", "ReplayRequest",
          "postApiToken", "ApiTokenRequest",
          "postGlobalToken", "GlobalTokenRequest",
          "postEnrollmentToken", "EnrollmentTokenRequest",
          "postBootstrap", "EnrollmentTokenRequest",
          "revokeEdge", "RevocationRequest",
          "planIntent", "Intent",
          "applyIntent", "Intent");

  private Examples() {}

  /** The example as an object, or as text where the type is YAML. */
  static Object of(String operation, String type) {
    String body = BODIES.getOrDefault(operation, "{}");
    if (!body.equals(INTENT)) {
      return JSON.readValue(body, Map.class);
    }
    return type.endsWith("yaml")
        ? body
        : Map.of(
            "sites",
            List.of(
                Map.of("name", "cloud-paris", "kind", "CLOUD"),
                Map.of("name", "edge-nice", "kind", "EDGE")));
  }

  static String schema(String operation) {
    return SCHEMAS.getOrDefault(operation, operation.replaceFirst("put|patch", ""));
  }

  static List<String> contentTypes(String operation) {
    if (operation.endsWith("Intent")) {
      return INTENT_TYPES;
    }
    return operation.startsWith("patch")
        ? List.of("application/merge-patch+json")
        : List.of("application/json");
  }

  static List<String> answerTypes(String operation) {
    return operation.equals("getIntent") ? INTENT_TYPES : List.of("application/json");
  }
}
