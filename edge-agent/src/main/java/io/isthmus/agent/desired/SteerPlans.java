package io.isthmus.agent.desired;

import io.isthmus.agent.desired.Catalog.Keyed;
import io.isthmus.agent.steer.SteerPlan;
import io.isthmus.agent.wireguard.Names;
import io.isthmus.selection.choice.Candidate;
import io.isthmus.selection.choice.Member;
import io.isthmus.selection.choice.Order;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a configuration says of steering. */
public final class SteerPlans {

  private final Catalog catalog;
  private final Map<String, SteerPlan.Path> paths = new HashMap<>();

  private SteerPlans(ConfigSet config) {
    catalog = new Catalog(config);
  }

  /**
   * Of a configuration that need not be good: what contradicts itself is left out, and refused
   * elsewhere.
   */
  public static SteerPlan of(ConfigSet config) {
    return new SteerPlans(config).plan();
  }

  private SteerPlan plan() {
    List<SteerPlan.Item> items = new ArrayList<>();
    catalog.paths.values().forEach(this::path);
    for (Keyed<Resource.Steering> keyed : catalog.steerings) {
      Resource.Steering steering = keyed.value();
      Keyed<Resource.TrafficClass> trafficClass = catalog.classes.get(steering.trafficClass());
      if (trafficClass != null) {
        items.add(
            new SteerPlan.Item(
                keyed.key(),
                steering.trafficClass(),
                steering.destinationEdge(),
                trafficClass.value().policy(),
                order(steering)));
      }
    }
    return new SteerPlan(items, paths);
  }

  private void path(Keyed<Resource.Path> keyed) {
    Keyed<Resource.WanLink> link = catalog.wanLinks.get(keyed.value().localWanLink());
    if (link == null) {
      return;
    }
    // Names of interfaces tell no path from another.
    Probing.path(catalog, keyed, Names.NONE)
        .ifPresent(probed ->
            paths.put(
                keyed.key(),
                new SteerPlan.Path(
                    probed, link.value().egressRateBps(), keyed.value().remoteIngressRateBps())));
  }

  /** Without candidates, as configurations were before edges chose, the members are it. */
  private Order order(Resource.Steering steering) {
    List<Candidate> candidates = new ArrayList<>();
    for (Resource.Candidate candidate : steering.candidates()) {
      candidates.add(candidate(candidate.tunnelKey(), candidate.rank(), candidate.weight()));
    }
    if (candidates.isEmpty()) {
      steering.members().forEach(m -> candidates.add(candidate(m.tunnelKey(), 0, m.weight())));
    }
    return new Order(
        steering.members().stream().map(m -> new Member(m.tunnelKey(), m.weight())).toList(),
        candidates,
        steering.decisionId(),
        steering.pinned() ? Order.Hold.PIN : Order.Hold.PREFER);
  }

  private Candidate candidate(String tunnelKey, int rank, int weight) {
    Keyed<Resource.Tunnel> tunnel = catalog.tunnels.get(tunnelKey);
    String pathKey = tunnel == null ? "" : tunnel.value().pathKey();
    Keyed<Resource.Path> path = catalog.paths.get(pathKey);
    return path == null
        ? new Candidate(tunnelKey, "", rank, weight, 0)
        : new Candidate(tunnelKey, pathKey, rank, weight, path.value().cost());
  }
}
