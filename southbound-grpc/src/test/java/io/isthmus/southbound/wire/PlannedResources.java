package io.isthmus.southbound.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.net.InterfaceName;
import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.PortRange;
import io.isthmus.domain.net.Prefix;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.plan.PlannedResource;
import io.isthmus.domain.topology.PublicKey;
import io.isthmus.domain.traffic.Match;
import io.isthmus.domain.traffic.Protocol;
import io.isthmus.domain.traffic.SlaObjective;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.domain.traffic.SteeringPolicy;
import io.isthmus.domain.traffic.Threshold;
import io.isthmus.southbound.api.v1.ConfigResource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The way back, which only tests need: shows that nothing is lost on the way there. */
final class PlannedResources {
  private PlannedResources() {}

  static PlannedResource of(ConfigResource message) {
    return switch (message.getBodyCase()) {
      case SETTINGS -> settings(message.getSettings());
      case WAN_LINK -> wanLink(message.getWanLink());
      case LAN_SEGMENT -> lanSegment(message.getLanSegment());
      case REMOTE_EDGE -> remoteEdge(message.getRemoteEdge());
      case TUNNEL -> tunnel(message.getTunnel());
      case TRAFFIC_CLASS -> trafficClass(message.getTrafficClass());
      case STEERING -> steering(message.getSteering());
      case APPLICATION -> application(message.getApplication());
      case PATH -> path(message.getPath());
      case BODY_NOT_SET -> throw new IllegalArgumentException("no body: " + message);
    };
  }

  private static PlannedResource settings(io.isthmus.southbound.api.v1.EdgeSettings message) {
    return new PlannedResource.Settings(
        Name.of(message.getTenant()),
        Name.of(message.getEdge()),
        message.getEdgeNumber(),
        message.getOverlayMtu(),
        message.getVxlanPort(),
        message.getTransit() ? PlannedResource.Transit.ALLOWED : PlannedResource.Transit.REFUSED);
  }

  private static PlannedResource wanLink(io.isthmus.southbound.api.v1.WanLink message) {
    return new PlannedResource.WanLink(
        Name.of(message.getName()),
        new InterfaceName(message.getInterface()),
        address(message.getAddress()),
        address(message.getGateway()),
        message.getNumber(),
        rate(message.getEgressRateBps()),
        rate(message.getIngressRateBps()),
        rate(message.getProbeBudgetBps()),
        message.getWireguardGeneration(),
        message.getWireguardInterfacesList().stream()
            .map(device ->
                new PlannedResource.Interior(
                    device.getGeneration(), IpAddress.parse(device.getAddress()), device.getMtu()))
            .toList());
  }

  private static PlannedResource lanSegment(io.isthmus.southbound.api.v1.LanSegment message) {
    return new PlannedResource.LanSegment(
        Name.of(message.getName()),
        new InterfaceName(message.getInterface()),
        prefixes(message.getPrefixesList()),
        address(message.getGateway()));
  }

  private static PlannedResource remoteEdge(io.isthmus.southbound.api.v1.RemoteEdge message) {
    return new PlannedResource.RemoteEdge(
        Name.of(message.getName()),
        message.getEdgeNumber(),
        prefixes(message.getLanPrefixesList()));
  }

  private static PlannedResource path(io.isthmus.southbound.api.v1.Path message) {
    return new PlannedResource.Path(
        Name.of(message.getRemoteEdge()),
        Name.of(message.getLocalWanLink()),
        Name.of(message.getRemoteWanLink()),
        address(message.getRemoteAddress()),
        Duration.ofMillis(message.getProbeIntervalMillis()),
        rate(message.getRemoteIngressRateBps()),
        rate(message.getRemoteEgressRateBps()),
        message.getCost(),
        message.getRemoteStampPort(),
        switch (message.getProtection()) {
          case PATH_PROTECTION_PLAIN -> Optional.empty();
          case PATH_PROTECTION_WIREGUARD -> Optional.of(encrypted(message));
          case PATH_PROTECTION_UNSPECIFIED, UNRECOGNIZED ->
              throw new AssertionError("a path without protection");
        });
  }

  private static PlannedResource.Encrypted encrypted(io.isthmus.southbound.api.v1.Path message) {
    return new PlannedResource.Encrypted(
        message.getLocalGeneration(),
        message.getRemoteGeneration(),
        message.getPeersList().stream()
            .map(peer ->
                new PlannedResource.Peer(
                    peer.getGeneration(),
                    PublicKey.of(peer.getPublicKey().toByteArray()),
                    IpAddress.parse(peer.getAddress()),
                    peer.getEndpointPort()))
            .toList());
  }

  private static PlannedResource tunnel(io.isthmus.southbound.api.v1.Tunnel message) {
    return new PlannedResource.Tunnel(
        Name.of(message.getOverlay()),
        message.getVni(),
        Name.of(message.getRemoteEdge()),
        Name.of(message.getLocalWanLink()),
        Name.of(message.getRemoteWanLink()),
        message.getPathKey().endsWith("/plain") ? Protection.PLAIN : Protection.WIREGUARD);
  }

  private static PlannedResource trafficClass(io.isthmus.southbound.api.v1.TrafficClass message) {
    return new PlannedResource.TrafficClass(
        Name.of(message.getName()),
        message.getNumber(),
        message.hasObjective() ? Optional.of(objective(message.getObjective())) : Optional.empty(),
        named(SteeringPolicy.Strategy.class, "STRATEGY_", message.getStrategy()),
        named(SteeringPolicy.Mode.class, "STEERING_MODE_", message.getMode()),
        named(
            SteeringPolicy.WhenNoneCompliant.class,
            "WHEN_NONE_COMPLIANT_",
            message.getWhenNoneCompliant()),
        named(SteeringPolicy.ExistingFlows.class, "EXISTING_FLOWS_", message.getExistingFlows()),
        Duration.ofMillis(message.getHoldDownMillis()),
        message.getShadowSelector().isEmpty()
            ? Optional.empty()
            : Optional.of(SteeringPolicy.Strategy.valueOf(message.getShadowSelector())));
  }

  private static SlaObjective objective(io.isthmus.southbound.api.v1.SlaObjective message) {
    return new SlaObjective(
        threshold(message.hasOneWayDelayMs(), message.getOneWayDelayMs()),
        threshold(message.hasRttMs(), message.getRttMs()),
        threshold(message.hasJitterMs(), message.getJitterMs()),
        threshold(message.hasLossPct(), message.getLossPct()),
        threshold(message.hasRateBps(), message.getRateBps()));
  }

  private static Optional<Threshold> threshold(
      boolean given, io.isthmus.southbound.api.v1.Threshold message) {
    return given
        ? Optional.of(
            new Threshold(
                message.getEnter(),
                message.getExit(),
                Duration.ofMillis(message.getEnterWindowMillis()),
                Duration.ofMillis(message.getExitWindowMillis())))
        : Optional.empty();
  }

  private static <E extends Enum<E>> E named(Class<E> kind, String prefix, Enum<?> message) {
    assertThat(message.name()).startsWith(prefix);
    return Enum.valueOf(kind, message.name().substring(prefix.length()));
  }

  private static PlannedResource steering(io.isthmus.southbound.api.v1.Steering message) {
    return new PlannedResource.Steering(
        Name.of(message.getTrafficClass()),
        Name.of(message.getDestinationEdge()),
        message.getMembersList().stream()
            .map(member -> new PlannedResource.Member(member.getTunnelKey(), member.getWeight()))
            .toList(),
        message.getCandidatesList().stream()
            .map(candidate ->
                new PlannedResource.Candidate(
                    candidate.getTunnelKey(), candidate.getRank(), candidate.getWeight()))
            .toList(),
        message.getDecisionId().isEmpty()
            ? Optional.empty()
            : Optional.of(UUID.fromString(message.getDecisionId())),
        message.getPinned() ? SteeringDecision.Hold.PIN : SteeringDecision.Hold.PREFER);
  }

  private static PlannedResource application(io.isthmus.southbound.api.v1.Application message) {
    return new PlannedResource.Application(
        Name.of(message.getName()),
        Name.of(message.getTrafficClass()),
        message.getPriority(),
        message.getMatchesList().stream().map(PlannedResources::match).toList());
  }

  private static Match match(io.isthmus.southbound.api.v1.Match message) {
    return new Match(
        new Protocol(message.getProtocol()),
        prefixes(message.getSourcePrefixesList()),
        prefixes(message.getDestinationPrefixesList()),
        ports(message.getSourcePortsList()),
        ports(message.getDestinationPortsList()),
        message.getDscpList());
  }

  private static List<PortRange> ports(List<io.isthmus.southbound.api.v1.PortRange> ranges) {
    return ranges.stream().map(range -> new PortRange(range.getFirst(), range.getLast())).toList();
  }

  private static List<Prefix> prefixes(List<String> texts) {
    return texts.stream().map(Prefix::parse).toList();
  }

  private static OptionalLong rate(long bps) {
    return bps == 0 ? OptionalLong.empty() : OptionalLong.of(bps);
  }

  private static Optional<IpAddress> address(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(IpAddress.parse(text));
  }
}
