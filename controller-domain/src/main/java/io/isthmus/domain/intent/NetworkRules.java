package io.isthmus.domain.intent;

import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.Nearest;
import io.isthmus.domain.net.Prefix;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.LanSegment;
import io.isthmus.domain.topology.WanLink;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.domain.traffic.SteeringPolicy;
import io.isthmus.domain.traffic.TrafficClass;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules between the resources of a network. Every resource keeps its own rules by construction;
 * here is what no resource can know alone.
 */
final class NetworkRules {
  private static final Map<Kind, Integer> MOST =
      Map.of(
          Kind.SITE, 20_000,
          Kind.EDGE, 20_000,
          Kind.OVERLAY, 10_000,
          Kind.TRAFFIC_CLASS, 256,
          Kind.APPLICATION, 5_000);

  private static final int MOST_MEANT = 10;

  private final Network network;
  private final Map<Kind, Set<Name>> removed;
  private final List<Violation> violations = new ArrayList<>();

  private NetworkRules(Network network, Map<Kind, Set<Name>> removed) {
    this.network = network;
    this.removed = removed;
  }

  /**
   * @param removed what the change took away, to tell a reference to it from one to nothing
   */
  static List<Violation> violations(Network network, Map<Kind, Set<Name>> removed) {
    NetworkRules rules = new NetworkRules(network, removed);
    rules.checkCounts();
    rules.checkEdges();
    rules.checkOverlays();
    rules.checkClasses();
    rules.checkApplications();
    rules.checkDecisions();
    rules.checkAddressesAreApart();
    rules.checkWanAddresses();
    rules.violations.addAll(EncryptionRules.violations(network));
    return rules.violations;
  }

  private void checkCounts() {
    for (Kind kind : Kind.values()) {
      int count = network.resources(kind).size();
      int most = MOST.getOrDefault(kind, 0);
      if (count > most) {
        Name last = network.resources(kind).lastKey();
        add(
            Violation.Code.TOO_MANY,
            kind,
            last,
            "",
            "a tenant has at most %d of kind %s, not %d".formatted(most, kind.words(), count));
      }
    }
  }

  private void checkEdges() {
    network
        .edges()
        .values()
        .forEach(
            edge -> refer(Kind.EDGE, edge.value().name(), "/site", Kind.SITE, edge.value().site()));
  }

  private void checkOverlays() {
    for (Declared<Overlay> declared : network.overlays().values()) {
      Overlay overlay = declared.value();
      for (int i = 0; i < overlay.edges().size(); i++) {
        refer(Kind.OVERLAY, overlay.name(), "/edges/" + i, Kind.EDGE, overlay.edges().get(i));
      }
    }
  }

  private void checkClasses() {
    List<Name> defaults = new ArrayList<>();
    for (Declared<TrafficClass> declared : network.trafficClasses().values()) {
      TrafficClass trafficClass = declared.value();
      SteeringPolicy steering = trafficClass.steering();
      for (int i = 0; i < steering.overlays().size(); i++) {
        refer(
            Kind.TRAFFIC_CLASS,
            trafficClass.name(),
            "/steering/overlays/" + i,
            Kind.OVERLAY,
            steering.overlays().get(i).overlay());
      }
      if (trafficClass.isDefault()) {
        defaults.add(trafficClass.name());
      }
    }
    if (defaults.size() > 1) {
      add(
          Violation.Code.DEFAULT_CLASS_TAKEN,
          Kind.TRAFFIC_CLASS,
          defaults.getLast(),
          "/role",
          "classes %s would all be the default: leave role DEFAULT to one of them"
              .formatted(defaults));
    }
  }

  private void checkApplications() {
    network
        .applications()
        .values()
        .forEach(declared ->
            refer(
                Kind.APPLICATION,
                declared.value().name(),
                "/trafficClass",
                Kind.TRAFFIC_CLASS,
                declared.value().trafficClass()));
  }

  private void checkDecisions() {
    for (SteeringDecision decision : network.decisions()) {
      Name name = decision.trafficClass();
      Declared<TrafficClass> declared = network.trafficClasses().get(name);
      if (declared == null) {
        add(
            Violation.Code.UNKNOWN_REFERENCE,
            Kind.TRAFFIC_CLASS,
            name,
            "/trafficClass",
            "traffic class %s does not exist: %screate it first"
                .formatted(name, meant(Kind.TRAFFIC_CLASS, name)));
        continue;
      }
      decision
          .sourceEdge()
          .ifPresent(edge -> refer(Kind.TRAFFIC_CLASS, name, "/sourceEdge", Kind.EDGE, edge));
      decision
          .destinationEdge()
          .ifPresent(edge -> refer(Kind.TRAFFIC_CLASS, name, "/destinationEdge", Kind.EDGE, edge));
      checkDecisionOverlays(decision, declared.value());
    }
  }

  private void checkDecisionOverlays(SteeringDecision decision, TrafficClass trafficClass) {
    for (int i = 0; i < decision.overlays().size(); i++) {
      Name overlay = decision.overlays().get(i).overlay();
      if (!trafficClass.steering().names(overlay)) {
        List<Name> own =
            trafficClass.steering().overlays().stream().map(entry -> entry.overlay()).toList();
        add(
            Violation.Code.OVERLAY_NOT_IN_CLASS,
            Kind.TRAFFIC_CLASS,
            trafficClass.name(),
            "/overlays/" + i,
            "overlay %s is not among the overlays of class %s, which are %s: choose one of them, or add it to the class's steering.overlays first"
                .formatted(overlay, trafficClass.name(), own));
      }
    }
  }

  /**
   * One tenant is one routing domain: an address behind two edges would be reached at random.
   * Sorted by address and length, a prefix overlaps an earlier one only if the last that contains
   * nothing before it contains this one.
   */
  private void checkAddressesAreApart() {
    List<Claim> claims = claims();
    Claim cover = null;
    for (Claim claim : claims) {
      if (cover != null && cover.prefix().overlaps(claim.prefix())) {
        addOverlap(cover, claim);
      } else {
        cover = claim;
      }
    }
  }

  private List<Claim> claims() {
    List<Claim> claims = new ArrayList<>();
    for (Declared<Edge> declared : network.edges().values()) {
      Edge edge = declared.value();
      for (int i = 0; i < edge.lanSegments().size(); i++) {
        LanSegment segment = edge.lanSegments().get(i);
        for (int j = 0; j < segment.prefixes().size(); j++) {
          claims.add(
              new Claim(
                  segment.prefixes().get(j),
                  edge.name(),
                  segment.name(),
                  "/lanSegments/%d/prefixes/%d".formatted(i, j)));
        }
      }
    }
    Collections.sort(claims, Comparator.comparing(Claim::prefix));
    return claims;
  }

  private void addOverlap(Claim first, Claim second) {
    add(
        Violation.Code.PREFIX_OVERLAP,
        Kind.EDGE,
        second.edge(),
        second.field(),
        "prefix %s of LAN segment %s at edge %s overlaps %s of LAN segment %s at edge %s: a tenant's LAN prefixes must be apart"
            .formatted(
                second.prefix(),
                second.segment(),
                second.edge(),
                first.prefix(),
                first.segment(),
                first.edge()));
  }

  private void checkWanAddresses() {
    Map<IpAddress, List<Edge>> byAddress = new HashMap<>();
    for (Declared<Edge> declared : network.edges().values()) {
      Edge edge = declared.value();
      for (int i = 0; i < edge.wanLinks().size(); i++) {
        WanLink link = edge.wanLinks().get(i);
        if (link.fixedAddress().isEmpty()) {
          continue;
        }
        List<Edge> others =
            byAddress.computeIfAbsent(link.fixedAddress().get(), any -> new ArrayList<>());
        for (Edge other : others) {
          checkSameAddress(edge, i, other);
        }
        others.add(edge);
      }
    }
  }

  private void checkSameAddress(Edge edge, int index, Edge other) {
    WanLink link = edge.wanLinks().get(index);
    for (WanLink otherLink : other.wanLinks()) {
      if (otherLink.fixedAddress().equals(link.fixedAddress()) && otherLink.reaches(link)) {
        add(
            Violation.Code.ADDRESS_TAKEN,
            Kind.EDGE,
            edge.name(),
            "/wanLinks/%d/address".formatted(index),
            "address %s of WAN link %s is also that of %s at edge %s, and both are on transport %s"
                .formatted(
                    link.fixedAddress().orElseThrow(),
                    link.name(),
                    otherLink.name(),
                    other.name(),
                    link.transport()));
      }
    }
  }

  private void refer(Kind kind, Name resource, String field, Kind target, Name name) {
    if (network.resources(target).containsKey(name)) {
      return;
    }
    if (removed.getOrDefault(target, Set.of()).contains(name)) {
      add(
          Violation.Code.IN_USE,
          target,
          name,
          "",
          "%s %s is used by %s %s: change or remove that first"
              .formatted(target.words(), name, kind.words(), resource));
    } else {
      add(
          Violation.Code.UNKNOWN_REFERENCE,
          kind,
          resource,
          field,
          "%s %s does not exist in tenant %s: %screate it first"
              .formatted(target.words(), name, network.tenant(), meant(target, name)));
    }
  }

  /** For the first few only: a document may have thousands that are wrong. */
  private String meant(Kind kind, Name name) {
    return violations.size() < MOST_MEANT
        ? Nearest.question(name.value(), network.resources(kind).keySet())
        : "";
  }

  private void add(Violation.Code code, Kind kind, Name resource, String field, String message) {
    violations.add(new Violation(code, kind, resource, field, message));
  }

  private record Claim(Prefix prefix, Name edge, Name segment, String field) {}
}
