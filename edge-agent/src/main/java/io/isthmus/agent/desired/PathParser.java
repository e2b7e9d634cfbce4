package io.isthmus.agent.desired;

import io.isthmus.agent.desired.Resource.Encrypted;
import io.isthmus.agent.desired.Resource.Plain;
import io.isthmus.agent.desired.Resource.Protection;
import io.isthmus.agent.desired.Resource.RemoteKey;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.wireguard.PublicKey;
import io.isthmus.southbound.api.v1.Path;
import io.isthmus.southbound.api.v1.WireGuardPeer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A path, and what protects it. */
final class PathParser {

  private static final int MIN_PROBE_INTERVAL_MILLIS = 10;
  private static final int MAX_PROBE_INTERVAL_MILLIS = 60_000;

  private final Fields fields;

  private PathParser(Fields fields) {
    this.fields = fields;
  }

  static Optional<Resource> parse(Path wire, Fields fields) {
    return new PathParser(fields).path(wire);
  }

  private Optional<Resource> path(Path wire) {
    fields.named("remote_edge", wire.getRemoteEdge());
    fields.named("local_wan_link", wire.getLocalWanLink());
    if (wire.getProbeIntervalMillis() != 0) {
      fields.within(
          "probe_interval_millis",
          wire.getProbeIntervalMillis(),
          MIN_PROBE_INTERVAL_MILLIS,
          MAX_PROBE_INTERVAL_MILLIS);
    }
    fields.notNegative("remote_ingress_rate_bps", wire.getRemoteIngressRateBps());
    fields.notNegative("remote_egress_rate_bps", wire.getRemoteEgressRateBps());
    if (!(wire.getCost() >= 0 && wire.getCost() < Double.POSITIVE_INFINITY)) {
      fields.problem("cost " + wire.getCost() + " is not a number from 0 up");
    }
    fields.within("remote_stamp_port", wire.getRemoteStampPort(), 0, 65_535);
    Protection protection = protection(wire);
    boolean optional = protection instanceof Encrypted;
    IpAddress remote =
        optional
            ? fields.optionalAddress("remote_address", wire.getRemoteAddress())
            : fields.address("remote_address", wire.getRemoteAddress());
    if (remote == null && !optional) {
      return Optional.empty();
    }
    if (remote != null && !remote.isRoutableUnicast()) {
      fields.problem("remote_address " + remote + " cannot be reached over a WAN");
    }
    return Optional.of(
        new Resource.Path(
            wire.getRemoteEdge(),
            wire.getLocalWanLink(),
            wire.getRemoteWanLink(),
            remote,
            wire.getProbeIntervalMillis(),
            wire.getRemoteIngressRateBps(),
            wire.getRemoteEgressRateBps(),
            wire.getCost(),
            protection,
            wire.getRemoteStampPort()));
  }

  /** What is not said to go in clear, and has keys, does not. */
  private Protection protection(Path wire) {
    boolean plain =
        switch (wire.getProtection()) {
          case PATH_PROTECTION_PLAIN -> true;
          case PATH_PROTECTION_WIREGUARD -> false;
          // In configurations that were made before paths were encrypted.
          case PATH_PROTECTION_UNSPECIFIED -> wire.getPeersCount() == 0;
          case UNRECOGNIZED -> {
            fields.problem(
                "the protection is of a kind that this agent does not know: update the agent");
            yield false;
          }
        };
    if (plain) {
      if (wire.getPeersCount() > 0) {
        fields.problem("a path in clear has WireGuard peers");
      }
      return new Plain();
    }
    List<RemoteKey> peers = new ArrayList<>();
    Set<Integer> generations = new HashSet<>();
    for (WireGuardPeer peer : wire.getPeersList()) {
      fields.within("peers.generation", peer.getGeneration(), 1, ResourceParser.MAX_GENERATION);
      if (!generations.add(peer.getGeneration())) {
        fields.problem("generation " + peer.getGeneration() + " has two peers");
      }
      remoteKey(wire, peer).ifPresent(peers::add);
    }
    return new Encrypted(List.copyOf(peers), wire.getLocalGeneration(), wire.getRemoteGeneration());
  }

  private Optional<RemoteKey> remoteKey(Path wire, WireGuardPeer peer) {
    if (!wire.getRemoteAddress().isEmpty()) {
      fields.within("peers.endpoint_port", peer.getEndpointPort(), 1, 65_535);
    }
    if (peer.getPublicKey().size() != PublicKey.BYTES) {
      fields.problem("a public key has " + peer.getPublicKey().size() + " bytes: 32 are needed");
      return Optional.empty();
    }
    PublicKey key = PublicKey.of(peer.getPublicKey().toByteArray());
    return fields
        .inside("peers.address", peer.getAddress())
        .map(a -> new RemoteKey(peer.getGeneration(), key, a, peer.getEndpointPort()));
  }
}
