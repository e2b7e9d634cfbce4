package io.isthmus.domain.intent;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.EdgeProfile;
import io.isthmus.domain.topology.Site;
import io.isthmus.domain.traffic.Application;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.domain.traffic.TrafficClass;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The whole intent of one tenant. Immutable; each change makes the next one, which keeps every rule
 * of {@link NetworkRules} or does not come into being.
 *
 * @param decisions those in force, newest first
 * @param profiles what is known of edges; none of an edge that nothing is known of
 */
public record Network(
    Name tenant,
    SortedMap<Name, Declared<Site>> sites,
    SortedMap<Name, Declared<Edge>> edges,
    SortedMap<Name, Declared<Overlay>> overlays,
    SortedMap<Name, Declared<TrafficClass>> trafficClasses,
    SortedMap<Name, Declared<Application>> applications,
    List<SteeringDecision> decisions,
    SortedMap<Name, Declared<EdgeProfile>> profiles) {
  static final Comparator<SteeringDecision> NEWEST_FIRST =
      Comparator.comparingLong(SteeringDecision::revision)
          .reversed()
          .thenComparing(SteeringDecision::id);

  public Network {
    sites = Collections.unmodifiableSortedMap(sites);
    edges = Collections.unmodifiableSortedMap(edges);
    overlays = Collections.unmodifiableSortedMap(overlays);
    trafficClasses = Collections.unmodifiableSortedMap(trafficClasses);
    applications = Collections.unmodifiableSortedMap(applications);
    decisions = decisions.stream().sorted(NEWEST_FIRST).toList();
    profiles = Collections.unmodifiableSortedMap(profiles);
  }

  public static Network empty(Name tenant) {
    return new Network(
        tenant,
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        List.of(),
        new TreeMap<>());
  }

  /**
   * The network after the changes, all or none of them. A change to what is already so leaves the
   * resource, its number and its revision as they are.
   *
   * @param revision what changed resources get as theirs
   * @throws IntentRejected naming every rule that the result would break
   */
  public Network apply(Collection<Change> changes, Numbering numbering, long revision) {
    NetworkBuilder builder = new NetworkBuilder(this, numbering, revision);
    changes.forEach(builder::apply);
    return builder.build();
  }

  public Optional<Edge> findEdge(Name name) {
    return Optional.ofNullable(edges.get(name)).map(Declared::value);
  }

  /** What is known of the edge, also when that is nothing. */
  public EdgeProfile profile(Name edge) {
    Declared<EdgeProfile> known = profiles.get(edge);
    return known != null ? known.value() : EdgeProfile.unknown(edge);
  }

  public boolean isRevoked(Name edge) {
    Declared<EdgeProfile> known = profiles.get(edge);
    return known != null && known.value().isRevoked();
  }

  /** Whether packets can be encrypted for that link of the edge, by its number. */
  public boolean hasActiveKey(Name edge, int link) {
    Declared<EdgeProfile> known = profiles.get(edge);
    return known != null && known.value().activeKey(link).isPresent();
  }

  /** The class of flows that no application matches, where one is declared. */
  public Optional<Declared<TrafficClass>> findDefaultClass() {
    return trafficClasses.values().stream()
        .filter(declared -> declared.value().isDefault())
        .findFirst();
  }

  /** The resources of a kind, by name. */
  public SortedMap<Name, ? extends Declared<?>> resources(Kind kind) {
    return switch (kind) {
      case SITE -> sites;
      case EDGE -> edges;
      case OVERLAY -> overlays;
      case TRAFFIC_CLASS -> trafficClasses;
      case APPLICATION -> applications;
    };
  }
}
