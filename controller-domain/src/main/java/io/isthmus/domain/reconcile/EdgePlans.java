package io.isthmus.domain.reconcile;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.intent.NetworkDiff;
import io.isthmus.domain.intent.NetworkSnapshot;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.plan.EdgePlan;
import io.isthmus.domain.plan.Planner;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.traffic.SteeringDecision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The newest plan of every edge. Plans are made when the intent changes, and only for the edges
 * that the change can touch. Readers may come from any thread; there is one writer at a time.
 */
final class EdgePlans {
  private final Map<EdgeKey, EdgePlan> plans = new ConcurrentHashMap<>();

  /** The newest revision of each edge's plans that lacked tunnels and were replaced by others. */
  private final Map<EdgeKey, Long> partial = new ConcurrentHashMap<>();

  Optional<EdgePlan> find(EdgeKey edge) {
    return Optional.ofNullable(plans.get(edge));
  }

  /**
   * Plans everything anew, as at start or after changes by another replica. A plan that carries the
   * same keeps its revision.
   *
   * @return the edges whose plan is another now, and those that are gone
   */
  Replanned replaceAll(NetworkSnapshot snapshot) {
    List<EdgePlan> changed = new ArrayList<>();
    SortedSet<EdgeKey> gone = new TreeSet<>(plans.keySet());
    List<EdgePlan> renewed = new ArrayList<>();
    for (Network network : snapshot.tenants().values()) {
      for (Declared<Edge> edge : network.edges().values()) {
        gone.remove(new EdgeKey(network.tenant(), edge.value().name()));
        plan(network, edge, snapshot.revision(), changed, renewed);
      }
    }
    Replanned replanned = new Replanned(changed, renewed, List.copyOf(gone));
    install(replanned);
    return replanned;
  }

  /** What a change does to the plans; nothing is installed yet. */
  Replanned preview(Network before, Network after, NetworkDiff diff, long revision) {
    List<EdgePlan> changed = new ArrayList<>();
    List<EdgePlan> renewed = new ArrayList<>();
    for (Name name : touched(before, after, diff)) {
      Declared<Edge> edge = after.edges().get(name);
      if (edge != null) {
        plan(after, edge, revision, changed, renewed);
      }
    }
    List<EdgeKey> gone =
        diff.edges().removed().stream().map(name -> new EdgeKey(after.tenant(), name)).toList();
    return new Replanned(changed, renewed, gone);
  }

  void install(Replanned replanned) {
    replanned.changed().forEach(this::install);
    replanned.renewed().forEach(plan -> plans.put(plan.edge(), plan));
    replanned
        .gone()
        .forEach(edge -> {
          plans.remove(edge);
          partial.remove(edge);
        });
  }

  private void install(EdgePlan plan) {
    EdgePlan before = plans.put(plan.edge(), plan);
    if (before != null && !before.awaited().isEmpty()) {
      partial.put(plan.edge(), before.revision());
    }
  }

  /** Whether the revision is of a plan that lacked tunnels, and a newer plan is there. */
  boolean wasPartial(EdgeKey edge, long revision) {
    return revision <= partial.getOrDefault(edge, 0L);
  }

  private void plan(
      Network network,
      Declared<Edge> edge,
      long revision,
      List<EdgePlan> changed,
      List<EdgePlan> renewed) {
    EdgePlan plan = Planner.plan(network, edge, revision);
    EdgePlan known = plans.get(plan.edge());
    if (known == null || !known.carriesTheSameAs(plan)) {
      changed.add(plan);
    } else if (!known.awaited().equals(plan.awaited())) {
      renewed.add(known.awaiting(plan.awaited()));
    }
  }

  private static SortedSet<Name> touched(Network before, Network after, NetworkDiff diff) {
    List<SteeringDecision> decisions = new ArrayList<>(diff.begun());
    decisions.addAll(diff.ended());
    boolean everywhere =
        !diff.trafficClasses().isEmpty()
            || !diff.applications().isEmpty()
            || decisions.stream().anyMatch(decision -> ends(decision).size() < 2);
    if (everywhere) {
      return new TreeSet<>(after.edges().keySet());
    }
    SortedSet<Name> touched = new TreeSet<>();
    decisions.forEach(decision -> touched.addAll(ends(decision)));
    diff.overlays().upserts().forEach(overlay -> touched.addAll(overlay.value().edges()));
    for (Declared<Overlay> overlay : before.overlays().values()) {
      if (after.overlays().get(overlay.value().name()) != overlay) {
        touched.addAll(overlay.value().edges());
      }
    }
    SortedSet<Name> changedEdges = new TreeSet<>(diff.edges().removed());
    diff.edges().upserts().forEach(edge -> changedEdges.add(edge.value().name()));
    diff.profiles().upserts().forEach(profile -> changedEdges.add(profile.value().edge()));
    touched.addAll(changedEdges);
    addNeighbours(touched, changedEdges, after.overlays().values());
    return touched;
  }

  /** The edges that a decision names: only they steer by it when it names both. */
  private static List<Name> ends(SteeringDecision decision) {
    return Stream.of(decision.sourceEdge(), decision.destinationEdge())
        .flatMap(Optional::stream)
        .toList();
  }

  private static void addNeighbours(
      SortedSet<Name> touched,
      SortedSet<Name> changedEdges,
      Collection<Declared<Overlay>> overlays) {
    if (changedEdges.isEmpty()) {
      return;
    }
    for (Declared<Overlay> overlay : overlays) {
      if (overlay.value().edges().stream().anyMatch(changedEdges::contains)) {
        touched.addAll(overlay.value().edges());
      }
    }
  }

  /**
   * The plans that a change makes other.
   *
   * @param changed new plans
   * @param renewed plans that carry what they carried, and wait for the keys of other edges
   * @param gone edges that exist no more
   */
  record Replanned(List<EdgePlan> changed, List<EdgePlan> renewed, List<EdgeKey> gone) {
    static final Replanned NOTHING = new Replanned(List.of(), List.of(), List.of());

    List<EdgeKey> changedEdges() {
      return changed.stream().map(EdgePlan::edge).toList();
    }
  }
}
