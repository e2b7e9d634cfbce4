package io.isthmus.domain.intent;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.Vni;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.EdgeProfile;
import io.isthmus.domain.topology.Site;
import io.isthmus.domain.topology.WanLink;
import io.isthmus.domain.traffic.Application;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.domain.traffic.TrafficClass;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Applies changes one by one to a copy of a network, and checks the outcome as a whole. */
final class NetworkBuilder {
  private final Network before;
  private final Numbering numbering;
  private final long revision;
  private final SortedMap<Name, Declared<Site>> sites;
  private final SortedMap<Name, Declared<Edge>> edges;
  private final SortedMap<Name, Declared<Overlay>> overlays;
  private final SortedMap<Name, Declared<TrafficClass>> trafficClasses;
  private final SortedMap<Name, Declared<Application>> applications;
  private final List<SteeringDecision> decisions;
  private final SortedMap<Name, Declared<EdgeProfile>> profiles;
  private final Map<Kind, Set<Name>> removed = new EnumMap<>(Kind.class);
  private final List<Violation> violations = new ArrayList<>();

  NetworkBuilder(Network before, Numbering numbering, long revision) {
    this.before = before;
    this.numbering = numbering;
    this.revision = revision;
    this.sites = new TreeMap<>(before.sites());
    this.edges = new TreeMap<>(before.edges());
    this.overlays = new TreeMap<>(before.overlays());
    this.trafficClasses = new TreeMap<>(before.trafficClasses());
    this.applications = new TreeMap<>(before.applications());
    this.decisions = new ArrayList<>(before.decisions());
    this.profiles = new TreeMap<>(before.profiles());
  }

  void apply(Change change) {
    switch (change) {
      case Change.PutSite(Site site) -> put(sites, site.name(), site, () -> 0);
      case Change.PutEdge(Edge edge) ->
          put(edges, edge.name(), withLinkNumbers(edge), () -> numbering.nextEdge(edge.name()));
      case Change.PutOverlay(Overlay overlay) -> putOverlay(overlay);
      case Change.PutTrafficClass(TrafficClass trafficClass) ->
          put(
              trafficClasses,
              trafficClass.name(),
              trafficClass,
              () -> numbering.nextTrafficClass(trafficClass.name()));
      case Change.PutApplication(Application application) ->
          put(applications, application.name(), application, () -> 0);
      case Change.Remove(Kind kind, Name name) -> remove(kind, name);
      case Change.Steer(SteeringDecision decision) -> steer(decision);
      case Change.Unsteer(UUID decision) -> unsteer(decision);
      case Change.Learn(EdgeProfile profile) -> put(profiles, profile.edge(), profile, () -> 0);
    }
  }

  Network build() {
    endDecisionsThatLostTheirGround();
    profiles.keySet().retainAll(edges.keySet());
    Network after =
        new Network(
            before.tenant(),
            sites,
            edges,
            overlays,
            trafficClasses,
            applications,
            decisions,
            profiles);
    violations.addAll(NetworkRules.violations(after, removed));
    if (!violations.isEmpty()) {
      throw new IntentRejected(violations);
    }
    return after;
  }

  private <T> void put(
      SortedMap<Name, Declared<T>> map, Name name, T value, IntSupplier nextNumber) {
    Declared<T> existing = map.get(name);
    if (existing != null && existing.value().equals(value)) {
      return;
    }
    int number = existing != null ? existing.number() : nextNumber.getAsInt();
    map.put(name, new Declared<>(value, number, revision));
  }

  /** A link keeps its number as long as it keeps its name; a new one gets the lowest free one. */
  private Edge withLinkNumbers(Edge edge) {
    BitSet used = new BitSet();
    List<WanLink> known = new ArrayList<>();
    for (WanLink link : edge.wanLinks()) {
      int number = numberOf(edge.name(), link.name());
      known.add(link.numbered(number));
      used.set(number);
    }
    used.set(0);
    List<WanLink> numbered = new ArrayList<>();
    for (WanLink link : known) {
      int number = link.number() != 0 ? link.number() : used.nextClearBit(1);
      used.set(number);
      numbered.add(link.numbered(number));
    }
    return edge.withWanLinks(numbered);
  }

  private int numberOf(Name edge, Name link) {
    return Optional.ofNullable(edges.get(edge))
        .flatMap(declared -> declared.value().findWanLink(link))
        .map(WanLink::number)
        .orElse(0);
  }

  private void putOverlay(Overlay overlay) {
    @Nullable Declared<Overlay> existing = overlays.get(overlay.name());
    int number;
    if (overlay.vni().isEmpty()) {
      number = existing != null ? existing.number() : numbering.nextVni(overlay.name());
    } else {
      number = overlay.vni().get().value();
      boolean ownAlready = existing != null && existing.number() == number;
      if (!ownAlready && !numbering.claim(overlay.vni().get())) {
        violations.add(
            new Violation(
                Violation.Code.VNI_TAKEN,
                Kind.OVERLAY,
                overlay.name(),
                "/vni",
                "vni %d is taken by another overlay: choose another, or leave vni out to have one allocated"
                    .formatted(number)));
      }
    }
    Overlay effective = overlay.withVni(new Vni(number));
    if (existing == null || !existing.value().equals(effective)) {
      overlays.put(overlay.name(), new Declared<>(effective, number, revision));
    }
  }

  private void remove(Kind kind, Name name) {
    Object gone =
        switch (kind) {
          case SITE -> sites.remove(name);
          case EDGE -> edges.remove(name);
          case OVERLAY -> overlays.remove(name);
          case TRAFFIC_CLASS -> trafficClasses.remove(name);
          case APPLICATION -> applications.remove(name);
        };
    if (gone == null) {
      violations.add(
          new Violation(
              Violation.Code.NOT_FOUND,
              kind,
              name,
              "",
              "%s %s does not exist".formatted(kind.words(), name)));
    }
    removed.computeIfAbsent(kind, any -> new HashSet<>()).add(name);
  }

  private void steer(SteeringDecision decision) {
    SteeringDecision effective = decision.inRevision(revision);
    decisions.removeIf(effective::supersedes);
    decisions.add(effective);
  }

  private void unsteer(UUID id) {
    if (!decisions.removeIf(decision -> decision.id().equals(id))) {
      throw new IllegalStateException("decision " + id + " is not in force");
    }
  }

  /**
   * A decision from before ends with its class, its edges, or the class's leave to use its
   * overlays.
   */
  private void endDecisionsThatLostTheirGround() {
    decisions.removeIf(decision -> decision.revision() != revision && !hasGround(decision));
  }

  private boolean hasGround(SteeringDecision decision) {
    Declared<TrafficClass> declared = trafficClasses.get(decision.trafficClass());
    return declared != null
        && decision.sourceEdge().map(edges::containsKey).orElse(true)
        && decision.destinationEdge().map(edges::containsKey).orElse(true)
        && decision.overlays().stream()
            .allMatch(entry -> declared.value().steering().names(entry.overlay()));
  }
}
