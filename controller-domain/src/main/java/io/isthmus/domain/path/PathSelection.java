package io.isthmus.domain.path;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.domain.traffic.SteeringDecision.Hold;
import io.isthmus.domain.traffic.SteeringPolicy;
import io.isthmus.domain.traffic.SteeringPolicy.Strategy;
import io.isthmus.domain.traffic.TrafficClass;
import io.isthmus.domain.traffic.WeightedOverlay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses what carries each class from one edge to the others: a decision in force, otherwise the
 * class's policy, otherwise its last resort. Not for use by several threads; make one for each
 * plan.
 */
public final class PathSelection {
  private static final int HIGHEST_WEIGHT = 256;

  private final Network network;
  private final Name source;
  private final Map<Name, Map<Name, List<Tunnel>>> tunnelsByDestination = new HashMap<>();

  public PathSelection(Network network, Name source) {
    this.network = network;
    this.source = source;
  }

  /** What carries a declared class. */
  public Carriage carriage(TrafficClass trafficClass, Name destination) {
    Optional<Carriage> chosen =
        byDecision(trafficClass, destination).or(() -> byPolicy(trafficClass, destination));
    if (chosen.isPresent()) {
      return chosen.get();
    }
    boolean fallsBack =
        trafficClass.steering().whenNoPath() == SteeringPolicy.WhenNoPath.FALL_BACK
            && !trafficClass.isDefault();
    return fallsBack
        ? fallBack(trafficClass.name(), destination)
        : dropped(trafficClass.name(), destination);
  }

  /** What carries flows that no application matches. */
  public Carriage unclassified(Name destination) {
    return network
        .findDefaultClass()
        .map(declared -> carriage(declared.value(), destination))
        .orElseGet(() -> undeclared(destination));
  }

  /** Every overlay may carry what nobody declared a class for; the first by name does. */
  private Carriage undeclared(Name destination) {
    List<WeightedOverlay> all =
        network.overlays().keySet().stream().map(name -> new WeightedOverlay(name, 1)).toList();
    List<WeightedOverlay> usable = joining(all, destination);
    if (usable.isEmpty()) {
      return dropped(TrafficClass.UNCLASSIFIED, destination);
    }
    return carried(
        TrafficClass.UNCLASSIFIED,
        destination,
        usable.subList(0, 1),
        ranked(usable, Strategy.PREFERRED, destination, 0),
        Optional.empty());
  }

  private Optional<Carriage> byDecision(TrafficClass trafficClass, Name destination) {
    for (SteeringDecision decision : network.decisions()) {
      if (decision.trafficClass().equals(trafficClass.name())
          && decision.covers(source, destination)) {
        List<WeightedOverlay> requested = joining(decision.overlays(), destination);
        if (!requested.isEmpty()) {
          return Optional.of(byDecision(decision, requested, trafficClass, destination));
        }
      }
    }
    return Optional.empty();
  }

  private Carriage byDecision(
      SteeringDecision decision,
      List<WeightedOverlay> requested,
      TrafficClass trafficClass,
      Name destination) {
    List<Carriage.Candidate> candidates = new ArrayList<>();
    for (Carriage.Leg leg : legs(requested, destination)) {
      candidates.add(new Carriage.Candidate(leg.tunnel(), 0, leg.weight()));
    }
    SteeringPolicy steering = trafficClass.steering();
    List<WeightedOverlay> others =
        joining(steering.overlays(), destination).stream()
            .filter(entry -> !decision.names(entry.overlay()))
            .toList();
    candidates.addAll(ranked(others, steering.strategy(), destination, 1));
    return carried(trafficClass.name(), destination, requested, candidates, Optional.of(decision));
  }

  private Optional<Carriage> byPolicy(TrafficClass trafficClass, Name destination) {
    SteeringPolicy steering = trafficClass.steering();
    List<WeightedOverlay> usable = joining(steering.overlays(), destination);
    if (usable.isEmpty()) {
      return Optional.empty();
    }
    List<WeightedOverlay> chosen =
        switch (steering.strategy()) {
          case PREFERRED, BEST_QUALITY, LOWEST_COST, PREDICTIVE_QUALITY, PREDICTIVE_STABLE ->
              usable.subList(0, 1);
          case LOAD_BALANCE -> usable;
        };
    return Optional.of(
        carried(
            trafficClass.name(),
            destination,
            chosen,
            ranked(usable, steering.strategy(), destination, 0),
            Optional.empty()));
  }

  private Carriage fallBack(Name trafficClass, Name destination) {
    Carriage resort = unclassified(destination);
    if (resort.legs().isEmpty()) {
      return dropped(trafficClass, destination);
    }
    return new Carriage(
        trafficClass,
        source,
        destination,
        resort.overlays(),
        resort.legs(),
        resort.candidates(),
        Carriage.Basis.FALL_BACK,
        resort.decision(),
        resort.hold());
  }

  private Carriage dropped(Name trafficClass, Name destination) {
    return new Carriage(
        trafficClass,
        source,
        destination,
        List.of(),
        List.of(),
        List.of(),
        Carriage.Basis.DROPPED,
        Optional.empty(),
        Hold.PREFER);
  }

  private Carriage carried(
      Name trafficClass,
      Name destination,
      List<WeightedOverlay> overlays,
      List<Carriage.Candidate> candidates,
      Optional<SteeringDecision> decision) {
    return new Carriage(
        trafficClass,
        source,
        destination,
        overlays,
        legs(overlays, destination),
        candidates,
        decision.isPresent() ? Carriage.Basis.DECISION : Carriage.Basis.POLICY,
        decision.map(SteeringDecision::id),
        decision.map(SteeringDecision::hold).orElse(Hold.PREFER));
  }

  /** Only a strategy that balances weighs one overlay against another. */
  private List<Carriage.Candidate> ranked(
      List<WeightedOverlay> overlays, Strategy strategy, Name destination, int firstRank) {
    List<Carriage.Candidate> candidates = new ArrayList<>();
    List<Carriage.Leg> weighed =
        strategy == Strategy.LOAD_BALANCE ? legs(overlays, destination) : List.of();
    int rank = firstRank;
    for (WeightedOverlay entry : overlays) {
      for (Tunnel tunnel : tunnels(entry.overlay(), destination)) {
        int place = candidates.size();
        int weight = weighed.isEmpty() ? 1 : weighed.get(place).weight();
        candidates.add(new Carriage.Candidate(tunnel, rank, weight));
      }
      rank++;
    }
    return candidates;
  }

  private List<WeightedOverlay> joining(List<WeightedOverlay> overlays, Name destination) {
    return overlays.stream()
        .filter(entry -> !tunnels(entry.overlay(), destination).isEmpty())
        .toList();
  }

  /**
   * An overlay's share is split evenly among its tunnels, in whole numbers that next hops can have.
   */
  private List<Carriage.Leg> legs(List<WeightedOverlay> overlays, Name destination) {
    long common = 1;
    for (WeightedOverlay entry : overlays) {
      common = leastCommonMultiple(common, tunnels(entry.overlay(), destination).size());
    }
    long highest = 1;
    for (WeightedOverlay entry : overlays) {
      highest =
          Math.max(highest, entry.weight() * common / tunnels(entry.overlay(), destination).size());
    }
    long divisor = commonDivisor(overlays, destination, common);
    List<Carriage.Leg> legs = new ArrayList<>();
    for (WeightedOverlay entry : overlays) {
      List<Tunnel> tunnels = tunnels(entry.overlay(), destination);
      long share = entry.weight() * common / tunnels.size();
      int weight = scaled(share, divisor, highest);
      tunnels.forEach(tunnel -> legs.add(new Carriage.Leg(tunnel, weight)));
    }
    return legs;
  }

  private long commonDivisor(List<WeightedOverlay> overlays, Name destination, long common) {
    long divisor = 0;
    for (WeightedOverlay entry : overlays) {
      divisor =
          greatestCommonDivisor(
              entry.weight() * common / tunnels(entry.overlay(), destination).size(), divisor);
    }
    return divisor;
  }

  private static int scaled(long share, long divisor, long highest) {
    if (highest / divisor <= HIGHEST_WEIGHT) {
      return Math.toIntExact(share / divisor);
    }
    return Math.toIntExact(Math.max(1, share * HIGHEST_WEIGHT / highest));
  }

  private static long leastCommonMultiple(long one, long other) {
    return one / greatestCommonDivisor(one, other) * other;
  }

  private static long greatestCommonDivisor(long one, long other) {
    return other == 0 ? one : greatestCommonDivisor(other, one % other);
  }

  private List<Tunnel> tunnels(Name overlay, Name destination) {
    return tunnelsByDestination
        .computeIfAbsent(destination, any -> new HashMap<>())
        .computeIfAbsent(overlay, name -> findTunnels(name, destination));
  }

  private List<Tunnel> findTunnels(Name overlay, Name destination) {
    Declared<Overlay> declared = network.overlays().get(overlay);
    return declared == null ? List.of() : Tunnels.towards(network, declared, source, destination);
  }
}
