package io.isthmus.agent.desired;

import io.isthmus.southbound.api.v1.ConfigResource;
import io.isthmus.southbound.api.v1.EdgeSettings;
import io.isthmus.southbound.api.v1.ExistingFlows;
import io.isthmus.southbound.api.v1.LanSegment;
import io.isthmus.southbound.api.v1.RemoteEdge;
import io.isthmus.southbound.api.v1.Strategy;
import io.isthmus.southbound.api.v1.TrafficClass;
import io.isthmus.southbound.api.v1.Tunnel;
import java.util.List;
import java.util.Optional;

/** Turns one resource of the wire into a value, or into everything that is wrong with it. */
final class ResourceParser {

  /** IPv6 needs 1280 (RFC 8200, section 5), and the tunnels' gateways are IPv6 addresses. */
  static final int MIN_OVERLAY_MTU = 1_280;

  static final int MAX_GENERATION = 65_535;

  private static final int MAX_OVERLAY_MTU = 65_000;
  private static final int MAX_EDGE_NUMBER = 65_535;
  private static final int MAX_VNI = 16_777_215;

  private ResourceParser() {}

  /** A resource or the reasons why there is none. */
  record Parsed(Optional<Resource> resource, List<Problem> problems) {}

  static Parsed parse(ConfigResource wire) {
    Fields fields = new Fields(wire.getKey());
    Optional<Resource> resource = body(wire, fields);
    return fields.problems().isEmpty()
        ? new Parsed(resource, List.of())
        : new Parsed(Optional.empty(), List.copyOf(fields.problems()));
  }

  private static Optional<Resource> body(ConfigResource wire, Fields fields) {
    if (fields.key().isEmpty()) {
      fields.problem("a resource has no key");
    }
    return switch (wire.getBodyCase()) {
      case SETTINGS -> Optional.of(settings(wire.getSettings(), fields));
      case WAN_LINK -> WanLinkParser.parse(wire.getWanLink(), fields);
      case LAN_SEGMENT -> Optional.of(lanSegment(wire.getLanSegment(), fields));
      case REMOTE_EDGE -> Optional.of(remoteEdge(wire.getRemoteEdge(), fields));
      case TUNNEL -> Optional.of(tunnel(wire.getTunnel(), fields));
      case TRAFFIC_CLASS -> Optional.of(trafficClass(wire.getTrafficClass(), fields));
      case STEERING -> Optional.of(SteeringParser.parse(wire.getSteering(), fields));
      case APPLICATION -> Optional.of(ApplicationParser.parse(wire.getApplication(), fields));
      case PATH -> PathParser.parse(wire.getPath(), fields);
      case BODY_NOT_SET -> {
        fields.problem("the resource is of a kind that this agent does not know: update the agent");
        yield Optional.empty();
      }
    };
  }

  private static Resource settings(EdgeSettings wire, Fields fields) {
    if (!fields.key().equals("settings")) {
      fields.problem("settings have the key '" + fields.key() + "': it must be 'settings'");
    }
    fields.within("edge_number", wire.getEdgeNumber(), 1, MAX_EDGE_NUMBER);
    fields.within("overlay_mtu", wire.getOverlayMtu(), MIN_OVERLAY_MTU, MAX_OVERLAY_MTU);
    fields.within("vxlan_port", wire.getVxlanPort(), 1, 65_535);
    return new Resource.Settings(
        wire.getEdgeNumber(), wire.getOverlayMtu(), wire.getVxlanPort(), wire.getTransit());
  }

  private static Resource lanSegment(LanSegment wire, Fields fields) {
    fields.named("name", wire.getName());
    fields.device(wire.getInterface());
    return new Resource.LanSegment(
        wire.getName(),
        wire.getInterface(),
        fields.prefixes("prefixes", wire.getPrefixesList()),
        fields.optionalAddress("gateway", wire.getGateway()));
  }

  private static Resource remoteEdge(RemoteEdge wire, Fields fields) {
    fields.named("name", wire.getName());
    fields.within("edge_number", wire.getEdgeNumber(), 1, MAX_EDGE_NUMBER);
    return new Resource.RemoteEdge(
        wire.getName(),
        wire.getEdgeNumber(),
        fields.prefixes("lan_prefixes", wire.getLanPrefixesList()));
  }

  private static Resource tunnel(Tunnel wire, Fields fields) {
    fields.named("overlay", wire.getOverlay());
    fields.within("vni", wire.getVni(), 1, MAX_VNI);
    return new Resource.Tunnel(
        wire.getOverlay(),
        wire.getVni(),
        wire.getRemoteEdge(),
        wire.getLocalWanLink(),
        wire.getPathKey());
  }

  private static Resource trafficClass(TrafficClass wire, Fields fields) {
    fields.named("name", wire.getName());
    fields.within("number", wire.getNumber(), 1, Numbering.DEFAULT_CLASS);
    return new Resource.TrafficClass(
        wire.getName(),
        wire.getNumber(),
        wire.getStrategy() == Strategy.STRATEGY_LOAD_BALANCE
            ? Resource.Spreading.RESILIENT
            : Resource.Spreading.BY_HASH,
        wire.getExistingFlows() == ExistingFlows.EXISTING_FLOWS_STICKY
            ? Resource.ExistingFlows.STICKY
            : Resource.ExistingFlows.MOVE_NOW,
        PolicyParser.parse(wire, fields::problem));
  }
}
