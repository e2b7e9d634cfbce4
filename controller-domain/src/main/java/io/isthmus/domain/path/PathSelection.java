package io.isthmus.domain.path;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.domain.traffic.SteeringPolicy;
import io.isthmus.domain.traffic.TrafficClass;
import io.isthmus.domain.traffic.WeightedOverlay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

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
        byDecision(trafficClass.name(), destination).or(() -> byPolicy(trafficClass, destination));
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
    Optional<TrafficClass> declared = network.findDefaultClass().map(Declared::value);
    if (declared.isPresent()) {
      return carriage(declared.get(), destination);
    }
    for (Declared<Overlay> overlay : network.overlays().values()) {
      List<WeightedOverlay> choice = List.of(new WeightedOverlay(overlay.value().name(), 1));
      Optional<Carriage> carriage =
          over(
              choice,
              TrafficClass.UNCLASSIFIED,
              destination,
              Carriage.Basis.POLICY,
              Optional.empty());
      if (carriage.isPresent()) {
        return carriage.get();
      }
    }
    return dropped(TrafficClass.UNCLASSIFIED, destination);
  }

  private Optional<Carriage> byDecision(Name trafficClass, Name destination) {
    for (SteeringDecision decision : network.decisions()) {
      if (decision.trafficClass().equals(trafficClass) && decision.covers(source, destination)) {
        Optional<Carriage> carriage =
            over(
                decision.overlays(),
                trafficClass,
                destination,
                Carriage.Basis.DECISION,
                Optional.of(decision.id()));
        if (carriage.isPresent()) {
          return carriage;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Carriage> byPolicy(TrafficClass trafficClass, Name destination) {
    SteeringPolicy steering = trafficClass.steering();
    List<WeightedOverlay> usable =
        steering.overlays().stream()
            .filter(entry -> !tunnels(entry.overlay(), destination).isEmpty())
            .toList();
    List<WeightedOverlay> chosen =
        switch (steering.strategy()) {
          case PREFERRED, BEST_QUALITY, LOWEST_COST, PREDICTIVE_QUALITY, PREDICTIVE_STABLE ->
              usable.stream().limit(1).toList();
          case LOAD_BALANCE -> usable;
        };
    return over(chosen, trafficClass.name(), destination, Carriage.Basis.POLICY, Optional.empty());
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
        Carriage.Basis.FALL_BACK,
        resort.decision());
  }

  private Carriage dropped(Name trafficClass, Name destination) {
    return new Carriage(
        trafficClass,
        source,
        destination,
        List.of(),
        List.of(),
        Carriage.Basis.DROPPED,
        Optional.empty());
  }

  private Optional<Carriage> over(
      List<WeightedOverlay> overlays,
      Name trafficClass,
      Name destination,
      Carriage.Basis basis,
      Optional<UUID> decision) {
    List<WeightedOverlay> usable =
        overlays.stream()
            .filter(entry -> !tunnels(entry.overlay(), destination).isEmpty())
            .toList();
    if (usable.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Carriage(
            trafficClass, source, destination, usable, legs(usable, destination), basis, decision));
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
