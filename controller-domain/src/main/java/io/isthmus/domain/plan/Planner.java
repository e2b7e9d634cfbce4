package io.isthmus.domain.plan;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Family;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.Prefix;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.path.Carriage;
import io.isthmus.domain.path.PathSelection;
import io.isthmus.domain.path.Tunnel;
import io.isthmus.domain.path.Tunnels;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.topology.EdgeProfile;
import io.isthmus.domain.topology.LinkService;
import io.isthmus.domain.topology.WanLink;
import io.isthmus.domain.traffic.TrafficClass;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Plans the configuration of one edge. Pure: the same network gives the same plan, to the byte. */
public final class Planner {
  /** IANA's port for VXLAN (RFC 7348). */
  public static final int VXLAN_PORT = 4_789;

  /** Number of the class of flows that no application matches, whatever its name. */
  public static final int DEFAULT_CLASS_NUMBER = 32_767;

  private final Network network;
  private final Declared<Edge> edge;
  private final Name name;
  private final EdgeProfile profile;
  private final PathSelection selection;
  private final SortedMap<String, PlannedResource> resources = new TreeMap<>();
  private final SortedSet<Name> remoteEdges;

  /** By the tunnel itself: the selection hands out the same one each time. */
  private final Map<Tunnel, String> tunnelKeys = new IdentityHashMap<>();

  private final Set<Integer> encryptedLinks = new HashSet<>();
  private final SortedSet<Name> awaited = new TreeSet<>();
  private OptionalInt overlayMtu = OptionalInt.empty();

  private Planner(Network network, Declared<Edge> edge) {
    this.network = network;
    this.edge = edge;
    this.name = edge.value().name();
    this.profile = network.profile(name);
    this.selection = new PathSelection(network, name);
    this.remoteEdges = remoteEdges();
  }

  /**
   * A revoked edge is to carry nothing.
   *
   * @param revision what the plan is to be known by
   */
  public static EdgePlan plan(Network network, Declared<Edge> edge, long revision) {
    EdgeKey key = new EdgeKey(network.tenant(), edge.value().name());
    if (network.isRevoked(key.edge())) {
      return EdgePlan.empty(key, revision);
    }
    Planner planner = new Planner(network, edge);
    planner.planTunnels();
    planner.planAttachments();
    planner.planRemoteEdges();
    planner.planClasses();
    planner.planApplications();
    planner.planSettings();
    return new EdgePlan(key, revision, planner.resources, planner.awaited);
  }

  private void planAttachments() {
    for (WanLink link : edge.value().wanLinks()) {
      narrow(link, Protection.PLAIN);
      add(
          new PlannedResource.WanLink(
              link.name(),
              link.interfaceName(),
              link.fixedAddress(),
              link.gateway(),
              link.number(),
              link.service().egressRateBps(),
              link.service().ingressRateBps(),
              link.service().probeBudgetBps(),
              profile.wantedGeneration(),
              encryptedLinks.contains(link.number()) ? interiors(link) : List.of()));
    }
    edge.value()
        .lanSegments()
        .forEach(segment ->
            add(
                new PlannedResource.LanSegment(
                    segment.name(),
                    segment.interfaceName(),
                    segment.prefixes(),
                    segment.gateway())));
  }

  private void planTunnels() {
    for (Declared<Overlay> overlay : network.overlays().values()) {
      if (!overlay.value().hasMember(name)) {
        continue;
      }
      for (Name remote : overlay.value().edges()) {
        Tunnels.declared(network, overlay, name, remote).forEach(this::planTunnel);
      }
    }
  }

  /** The MTU is that of all tunnels, so that it does not change when keys become known. */
  private void planTunnel(Tunnel tunnel) {
    narrow(tunnel.localLink(), tunnel.protection());
    narrow(tunnel.remoteLink(), tunnel.protection());
    List<Name> unknown = Tunnels.unknownKeys(network, tunnel);
    if (!unknown.isEmpty()) {
      awaited.addAll(unknown);
      return;
    }
    if (tunnel.protection() == Protection.WIREGUARD) {
      encryptedLinks.add(tunnel.localLink().number());
    }
    add(planned(tunnel));
    addOnce(path(tunnel));
  }

  private List<PlannedResource.Interior> interiors(WanLink link) {
    int mtu = link.mtu() - Protection.wireGuard(link.family());
    return profile.keysOf(link.number()).stream()
        .map(key ->
            new PlannedResource.Interior(
                key.generation(), InteriorAddress.of(edge.number(), key), mtu))
        .toList();
  }

  private void planRemoteEdges() {
    for (Name remote : remoteEdges) {
      Declared<Edge> declared = load(remote);
      List<Prefix> prefixes =
          declared.value().lanSegments().stream()
              .flatMap(segment -> segment.prefixes().stream())
              .sorted()
              .toList();
      add(new PlannedResource.RemoteEdge(remote, declared.number(), prefixes));
    }
  }

  private void planClasses() {
    if (network.findDefaultClass().isEmpty()) {
      add(PlannedResource.TrafficClass.undeclared(TrafficClass.UNCLASSIFIED, DEFAULT_CLASS_NUMBER));
      remoteEdges.forEach(remote -> planSteering(selection.unclassified(remote)));
    }
    for (Declared<TrafficClass> declared : network.trafficClasses().values()) {
      TrafficClass trafficClass = declared.value();
      int number = trafficClass.isDefault() ? DEFAULT_CLASS_NUMBER : declared.number();
      add(PlannedResource.TrafficClass.of(trafficClass, number));
      remoteEdges.forEach(remote -> planSteering(selection.carriage(trafficClass, remote)));
    }
  }

  private void planSteering(Carriage carriage) {
    List<PlannedResource.Member> members = new ArrayList<>();
    for (Carriage.Leg leg : carriage.legs()) {
      members.add(new PlannedResource.Member(key(leg.tunnel()), leg.weight()));
    }
    List<PlannedResource.Candidate> candidates = new ArrayList<>();
    for (Carriage.Candidate candidate : carriage.candidates()) {
      candidates.add(
          new PlannedResource.Candidate(
              key(candidate.tunnel()), candidate.rank(), candidate.weight()));
    }
    add(
        new PlannedResource.Steering(
            carriage.trafficClass(),
            carriage.destinationEdge(),
            members,
            candidates,
            carriage.decision(),
            carriage.hold()));
  }

  private void planApplications() {
    network
        .applications()
        .values()
        .forEach(declared ->
            add(
                new PlannedResource.Application(
                    declared.value().name(),
                    declared.value().trafficClass(),
                    declared.value().priority(),
                    declared.value().matches())));
  }

  private void planSettings() {
    boolean hub =
        network.overlays().values().stream().anyMatch(overlay -> overlay.value().isHub(name));
    PlannedResource.Transit transit =
        hub ? PlannedResource.Transit.ALLOWED : PlannedResource.Transit.REFUSED;
    add(
        new PlannedResource.Settings(
            network.tenant(),
            name,
            edge.number(),
            overlayMtu.orElse(
                WanLink.DEFAULT_MTU - Protection.PLAIN.encapsulation(Optional.of(Family.IPV4))),
            VXLAN_PORT,
            transit));
  }

  /** Every edge that shares an overlay with this one. */
  private SortedSet<Name> remoteEdges() {
    SortedSet<Name> remotes = new TreeSet<>();
    for (Declared<Overlay> overlay : network.overlays().values()) {
      if (overlay.value().hasMember(name)) {
        remotes.addAll(overlay.value().edges());
      }
    }
    remotes.remove(name);
    return remotes;
  }

  private void narrow(WanLink link, Protection protection) {
    int inside = link.mtu() - protection.encapsulation(link.family());
    overlayMtu = OptionalInt.of(Math.min(overlayMtu.orElse(inside), inside));
  }

  private Declared<Edge> load(Name remote) {
    Declared<Edge> declared = network.edges().get(remote);
    if (declared == null) {
      throw new IllegalStateException("overlay member " + remote + " is not in the network");
    }
    return declared;
  }

  private String key(Tunnel tunnel) {
    return tunnelKeys.computeIfAbsent(tunnel, any -> planned(any).key());
  }

  private PlannedResource.Path path(Tunnel tunnel) {
    LinkService local = tunnel.localLink().service();
    LinkService remote = tunnel.remoteLink().service();
    boolean localIsSlower = local.probeInterval().compareTo(remote.probeInterval()) > 0;
    return new PlannedResource.Path(
        tunnel.remoteEdge(),
        tunnel.localLink().name(),
        tunnel.remoteLink().name(),
        tunnel.remoteLink().fixedAddress(),
        localIsSlower ? local.probeInterval() : remote.probeInterval(),
        remote.ingressRateBps(),
        remote.egressRateBps(),
        local.cost() + remote.cost(),
        network.profile(tunnel.remoteEdge()).stampPort(),
        switch (tunnel.protection()) {
          case PLAIN -> Optional.empty();
          case WIREGUARD -> Optional.of(encryption(tunnel));
        });
  }

  private PlannedResource.Encrypted encryption(Tunnel tunnel) {
    int remoteNumber = load(tunnel.remoteEdge()).number();
    EdgeProfile remote = network.profile(tunnel.remoteEdge());
    List<PlannedResource.Peer> peers =
        remote.keysOf(tunnel.remoteLink().number()).stream()
            .map(key ->
                new PlannedResource.Peer(
                    key.generation(),
                    key.key(),
                    InteriorAddress.of(remoteNumber, key),
                    key.listenPort()))
            .toList();
    return new PlannedResource.Encrypted(
        profile.activeGeneration(), remote.activeGeneration(), peers);
  }

  private static PlannedResource.Tunnel planned(Tunnel tunnel) {
    return new PlannedResource.Tunnel(
        tunnel.overlay(),
        tunnel.vni(),
        tunnel.remoteEdge(),
        tunnel.localLink().name(),
        tunnel.remoteLink().name(),
        tunnel.protection());
  }

  /** Tunnels of several overlays share a path. */
  private void addOnce(PlannedResource.Path path) {
    resources.putIfAbsent(path.key(), path);
  }

  private void add(PlannedResource resource) {
    PlannedResource other = resources.put(resource.key(), resource);
    if (other != null) {
      throw new IllegalStateException(
          "two resources of " + name + " have the key " + resource.key());
    }
  }
}
