package io.isthmus.northbound.edge;

import io.isthmus.domain.plan.PlannedResource;
import io.isthmus.domain.traffic.Match;
import io.isthmus.domain.traffic.SlaObjective;
import io.isthmus.domain.traffic.Threshold;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A planned resource as the API shows it. */
@Schema(
    name = "PlannedResource",
    description = "One resource of the configuration that an edge should carry.")
record PlannedResourceView(
    @Schema(
            description = "Unique within the edge; errors of the edge refer to it.",
            example = "wan-link/internet")
        String key,
    @Schema(
            description = "What the resource says, by field; which fields depends on its kind.",
            example = "{\"interface\": \"wan0\", \"address\": \"192.0.2.1\"}")
        Map<String, Object> values) {

  static PlannedResourceView of(PlannedResource resource) {
    Map<String, Object> values = new LinkedHashMap<>();
    switch (resource) {
      case PlannedResource.Settings settings -> put(values, settings);
      case PlannedResource.WanLink link -> put(values, link);
      case PlannedResource.LanSegment segment -> put(values, segment);
      case PlannedResource.RemoteEdge remote -> put(values, remote);
      case PlannedResource.Path path -> put(values, path);
      case PlannedResource.Tunnel tunnel -> put(values, tunnel);
      case PlannedResource.TrafficClass trafficClass -> put(values, trafficClass);
      case PlannedResource.Steering steering -> put(values, steering);
      case PlannedResource.Application application -> put(values, application);
    }
    return new PlannedResourceView(resource.key(), values);
  }

  private static void put(Map<String, Object> values, PlannedResource.Settings settings) {
    values.put("tenant", settings.tenant().value());
    values.put("edge", settings.edge().value());
    values.put("edgeNumber", settings.edgeNumber());
    values.put("overlayMtu", settings.overlayMtu());
    values.put("vxlanPort", settings.vxlanPort());
    values.put("transit", settings.transit().name());
  }

  private static void put(Map<String, Object> values, PlannedResource.WanLink link) {
    values.put("interface", link.interfaceName().value());
    link.address().ifPresent(address -> values.put("address", address.toString()));
    values.put("roaming", link.roaming());
    link.gateway().ifPresent(gateway -> values.put("gateway", gateway.toString()));
    values.put("number", link.number());
    link.egressRateBps().ifPresent(rate -> values.put("egressRateBps", rate));
    link.ingressRateBps().ifPresent(rate -> values.put("ingressRateBps", rate));
    link.probeBudgetBps().ifPresent(rate -> values.put("probeBudgetBps", rate));
    values.put("wantedGeneration", link.wantedGeneration());
    values.put("interfaces", link.interfaces().stream().map(PlannedResourceView::values).toList());
  }

  private static void put(Map<String, Object> values, PlannedResource.LanSegment segment) {
    values.put("interface", segment.interfaceName().value());
    values.put("prefixes", texts(segment.prefixes()));
    segment.gateway().ifPresent(gateway -> values.put("gateway", gateway.toString()));
  }

  private static void put(Map<String, Object> values, PlannedResource.RemoteEdge remote) {
    values.put("edgeNumber", remote.edgeNumber());
    values.put("lanPrefixes", texts(remote.lanPrefixes()));
  }

  private static void put(Map<String, Object> values, PlannedResource.Tunnel tunnel) {
    values.put("overlay", tunnel.overlay().value());
    values.put("vni", tunnel.vni());
    values.put("remoteEdge", tunnel.remoteEdge().value());
    values.put("localWanLink", tunnel.localWanLink().value());
    values.put("remoteWanLink", tunnel.remoteWanLink().value());
    values.put("protection", tunnel.protection().name());
    values.put("path", tunnel.pathKey());
  }

  private static void put(Map<String, Object> values, PlannedResource.Path path) {
    values.put("remoteEdge", path.remoteEdge().value());
    values.put("localWanLink", path.localWanLink().value());
    values.put("remoteWanLink", path.remoteWanLink().value());
    path.remoteAddress().ifPresent(address -> values.put("remoteAddress", address.toString()));
    values.put("remoteStampPort", path.remoteStampPort());
    values.put("protection", path.protection().name());
    path.encryption().ifPresent(encryption -> put(values, encryption));
    values.put("probeIntervalMs", path.probeInterval().toMillis());
    path.remoteIngressRateBps().ifPresent(rate -> values.put("remoteIngressRateBps", rate));
    path.remoteEgressRateBps().ifPresent(rate -> values.put("remoteEgressRateBps", rate));
    values.put("cost", path.cost());
  }

  private static void put(Map<String, Object> values, PlannedResource.Encrypted encryption) {
    values.put("localGeneration", encryption.localGeneration());
    values.put("remoteGeneration", encryption.remoteGeneration());
    values.put("peers", encryption.peers().stream().map(PlannedResourceView::values).toList());
  }

  private static Map<String, Object> values(PlannedResource.Interior interior) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("generation", interior.generation());
    values.put("address", interior.address().toString());
    values.put("mtu", interior.mtu());
    return values;
  }

  private static Map<String, Object> values(PlannedResource.Peer peer) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("generation", peer.generation());
    values.put("publicKey", peer.key().base64());
    values.put("address", peer.address().toString());
    values.put("endpointPort", peer.endpointPort());
    return values;
  }

  private static void put(Map<String, Object> values, PlannedResource.TrafficClass trafficClass) {
    values.put("number", trafficClass.number());
    values.put("strategy", trafficClass.strategy().name());
    values.put("mode", trafficClass.mode().name());
    values.put("whenNoneCompliant", trafficClass.whenNoneCompliant().name());
    values.put("existingFlows", trafficClass.existingFlows().name());
    values.put("holdDownMs", trafficClass.holdDown().toMillis());
    trafficClass.shadow().ifPresent(shadow -> values.put("shadow", shadow.name()));
    trafficClass.objective().ifPresent(objective -> values.put("objective", objective(objective)));
  }

  private static Map<String, Object> objective(SlaObjective objective) {
    Map<String, Object> values = new LinkedHashMap<>();
    objective.oneWayDelayMs().ifPresent(value -> values.put("oneWayDelayMs", threshold(value)));
    objective.rttMs().ifPresent(value -> values.put("rttMs", threshold(value)));
    objective.jitterMs().ifPresent(value -> values.put("jitterMs", threshold(value)));
    objective.lossPct().ifPresent(value -> values.put("lossPct", threshold(value)));
    objective.rateBps().ifPresent(value -> values.put("rateBps", threshold(value)));
    return values;
  }

  private static Map<String, Object> threshold(Threshold threshold) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("enter", threshold.enter());
    values.put("exit", threshold.exit());
    values.put("enterWindowMs", threshold.enterWindow().toMillis());
    values.put("exitWindowMs", threshold.exitWindow().toMillis());
    return values;
  }

  private static void put(Map<String, Object> values, PlannedResource.Steering steering) {
    values.put("trafficClass", steering.trafficClass().value());
    values.put("destinationEdge", steering.destinationEdge().value());
    values.put(
        "members",
        steering.members().stream()
            .map(member -> Map.of("tunnel", member.tunnelKey(), "weight", member.weight()))
            .toList());
    values.put(
        "candidates",
        steering.candidates().stream()
            .map(candidate ->
                Map.of(
                    "tunnel", candidate.tunnelKey(),
                    "rank", candidate.rank(),
                    "weight", candidate.weight()))
            .toList());
    steering
        .decision()
        .ifPresent(decision -> {
          values.put("decision", decision.toString());
          values.put("hold", steering.hold().name());
        });
  }

  private static void put(Map<String, Object> values, PlannedResource.Application application) {
    values.put("trafficClass", application.trafficClass().value());
    values.put("priority", application.priority());
    values.put("matches", application.matches().stream().map(PlannedResourceView::values).toList());
  }

  private static Map<String, Object> values(Match match) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("protocol", match.protocol().toString());
    values.put("sourcePrefixes", texts(match.sourcePrefixes()));
    values.put("destinationPrefixes", texts(match.destinationPrefixes()));
    values.put("sourcePorts", texts(match.sourcePorts()));
    values.put("destinationPorts", texts(match.destinationPorts()));
    values.put("dscp", match.dscp());
    return values;
  }

  private static List<String> texts(List<?> items) {
    return items.stream().map(Object::toString).toList();
  }
}
