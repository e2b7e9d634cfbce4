package io.isthmus.southbound.wire;

import com.google.protobuf.ByteString;
import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.net.PortRange;
import io.isthmus.domain.net.Prefix;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.plan.PlannedResource;
import io.isthmus.domain.traffic.Match;
import io.isthmus.domain.traffic.SteeringDecision.Hold;
import io.isthmus.southbound.api.v1.Application;
import io.isthmus.southbound.api.v1.ConfigResource;
import io.isthmus.southbound.api.v1.EdgeSettings;
import io.isthmus.southbound.api.v1.LanSegment;
import io.isthmus.southbound.api.v1.Path;
import io.isthmus.southbound.api.v1.PathProtection;
import io.isthmus.southbound.api.v1.RemoteEdge;
import io.isthmus.southbound.api.v1.Steering;
import io.isthmus.southbound.api.v1.SteeringCandidate;
import io.isthmus.southbound.api.v1.SteeringMember;
import io.isthmus.southbound.api.v1.Tunnel;
import io.isthmus.southbound.api.v1.WanLink;
import io.isthmus.southbound.api.v1.WireGuardInterface;
import io.isthmus.southbound.api.v1.WireGuardPeer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Writes planned resources as the contract's messages. Equal resources give equal bytes. */
final class ConfigResources {
  private ConfigResources() {}

  /**
   * @param key the resource's own; passed in because making it anew is dearer than the conversion
   */
  static ConfigResource of(String key, PlannedResource resource) {
    ConfigResource.Builder message = ConfigResource.newBuilder().setKey(key);
    switch (resource) {
      case PlannedResource.Settings settings -> message.setSettings(settings(settings));
      case PlannedResource.WanLink link -> message.setWanLink(wanLink(link));
      case PlannedResource.LanSegment segment -> message.setLanSegment(lanSegment(segment));
      case PlannedResource.RemoteEdge remote -> message.setRemoteEdge(remoteEdge(remote));
      case PlannedResource.Path path -> message.setPath(path(path));
      case PlannedResource.Tunnel tunnel -> message.setTunnel(tunnel(tunnel));
      case PlannedResource.TrafficClass declared ->
          message.setTrafficClass(TrafficClasses.of(declared));
      case PlannedResource.Steering steering -> message.setSteering(steering(steering));
      case PlannedResource.Application application ->
          message.setApplication(application(application));
    }
    return message.build();
  }

  private static EdgeSettings settings(PlannedResource.Settings settings) {
    return EdgeSettings.newBuilder()
        .setTenant(settings.tenant().value())
        .setEdge(settings.edge().value())
        .setEdgeNumber(settings.edgeNumber())
        .setOverlayMtu(settings.overlayMtu())
        .setVxlanPort(settings.vxlanPort())
        .setTransit(settings.transit() == PlannedResource.Transit.ALLOWED)
        .build();
  }

  private static WanLink wanLink(PlannedResource.WanLink link) {
    return WanLink.newBuilder()
        .setName(link.name().value())
        .setInterface(link.interfaceName().value())
        .setAddress(orEmpty(link.address()))
        .setGateway(orEmpty(link.gateway()))
        .setNumber(link.number())
        .setEgressRateBps(link.egressRateBps().orElse(0))
        .setIngressRateBps(link.ingressRateBps().orElse(0))
        .setProbeBudgetBps(link.probeBudgetBps().orElse(0))
        .setWireguardGeneration(link.wantedGeneration())
        .addAllWireguardInterfaces(
            link.interfaces().stream().map(ConfigResources::wireGuardInterface).toList())
        .setRoaming(link.roaming())
        .build();
  }

  private static WireGuardInterface wireGuardInterface(PlannedResource.Interior interior) {
    return WireGuardInterface.newBuilder()
        .setGeneration(interior.generation())
        .setAddress(interior.address().toString())
        .setMtu(interior.mtu())
        .build();
  }

  private static LanSegment lanSegment(PlannedResource.LanSegment segment) {
    return LanSegment.newBuilder()
        .setName(segment.name().value())
        .setInterface(segment.interfaceName().value())
        .addAllPrefixes(texts(segment.prefixes()))
        .setGateway(orEmpty(segment.gateway()))
        .build();
  }

  private static RemoteEdge remoteEdge(PlannedResource.RemoteEdge remote) {
    return RemoteEdge.newBuilder()
        .setName(remote.name().value())
        .setEdgeNumber(remote.edgeNumber())
        .addAllLanPrefixes(texts(remote.lanPrefixes()))
        .build();
  }

  private static Path path(PlannedResource.Path path) {
    Path.Builder message =
        Path.newBuilder()
            .setRemoteEdge(path.remoteEdge().value())
            .setLocalWanLink(path.localWanLink().value())
            .setRemoteWanLink(path.remoteWanLink().value())
            .setRemoteAddress(orEmpty(path.remoteAddress()))
            .setProbeIntervalMillis(Math.toIntExact(path.probeInterval().toMillis()))
            .setRemoteIngressRateBps(path.remoteIngressRateBps().orElse(0))
            .setRemoteEgressRateBps(path.remoteEgressRateBps().orElse(0))
            .setCost(path.cost())
            .setRemoteStampPort(path.remoteStampPort())
            .setProtection(protection(path.protection()));
    path.encryption().ifPresent(encryption -> putEncryption(message, encryption));
    return message.build();
  }

  private static void putEncryption(Path.Builder message, PlannedResource.Encrypted encryption) {
    message
        .setLocalGeneration(encryption.localGeneration())
        .setRemoteGeneration(encryption.remoteGeneration());
    for (PlannedResource.Peer peer : encryption.peers()) {
      message.addPeers(
          WireGuardPeer.newBuilder()
              .setGeneration(peer.generation())
              .setPublicKey(ByteString.copyFrom(peer.key().bytes()))
              .setAddress(peer.address().toString())
              .setEndpointPort(peer.endpointPort()));
    }
  }

  private static PathProtection protection(Protection protection) {
    return switch (protection) {
      case PLAIN -> PathProtection.PATH_PROTECTION_PLAIN;
      case WIREGUARD -> PathProtection.PATH_PROTECTION_WIREGUARD;
    };
  }

  private static Tunnel tunnel(PlannedResource.Tunnel tunnel) {
    return Tunnel.newBuilder()
        .setOverlay(tunnel.overlay().value())
        .setVni(tunnel.vni())
        .setRemoteEdge(tunnel.remoteEdge().value())
        .setLocalWanLink(tunnel.localWanLink().value())
        .setRemoteWanLink(tunnel.remoteWanLink().value())
        .setPathKey(tunnel.pathKey())
        .build();
  }

  private static Steering steering(PlannedResource.Steering steering) {
    Steering.Builder message =
        Steering.newBuilder()
            .setTrafficClass(steering.trafficClass().value())
            .setDestinationEdge(steering.destinationEdge().value())
            .setDecisionId(steering.decision().map(UUID::toString).orElse(""))
            .setPinned(steering.decision().isPresent() && steering.hold() == Hold.PIN);
    for (PlannedResource.Member member : steering.members()) {
      message.addMembers(
          SteeringMember.newBuilder().setTunnelKey(member.tunnelKey()).setWeight(member.weight()));
    }
    for (PlannedResource.Candidate candidate : steering.candidates()) {
      message.addCandidates(
          SteeringCandidate.newBuilder()
              .setTunnelKey(candidate.tunnelKey())
              .setRank(candidate.rank())
              .setWeight(candidate.weight()));
    }
    return message.build();
  }

  private static Application application(PlannedResource.Application application) {
    Application.Builder message =
        Application.newBuilder()
            .setName(application.name().value())
            .setTrafficClass(application.trafficClass().value())
            .setPriority(application.priority());
    application.matches().forEach(match -> message.addMatches(match(match)));
    return message.build();
  }

  private static io.isthmus.southbound.api.v1.Match match(Match match) {
    return io.isthmus.southbound.api.v1.Match.newBuilder()
        .setProtocol(match.protocol().number())
        .addAllSourcePrefixes(texts(match.sourcePrefixes()))
        .addAllDestinationPrefixes(texts(match.destinationPrefixes()))
        .addAllSourcePorts(match.sourcePorts().stream().map(ConfigResources::ports).toList())
        .addAllDestinationPorts(
            match.destinationPorts().stream().map(ConfigResources::ports).toList())
        .addAllDscp(match.dscp())
        .build();
  }

  private static io.isthmus.southbound.api.v1.PortRange ports(PortRange range) {
    return io.isthmus.southbound.api.v1.PortRange.newBuilder()
        .setFirst(range.first())
        .setLast(range.last())
        .build();
  }

  private static List<String> texts(List<Prefix> prefixes) {
    return prefixes.stream().map(Prefix::toString).toList();
  }

  private static String orEmpty(Optional<IpAddress> address) {
    return address.map(IpAddress::toString).orElse("");
  }
}
