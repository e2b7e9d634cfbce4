package io.isthmus.domain.reconcile;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.OperationStore;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.topology.EdgeProfile;
import io.isthmus.domain.topology.LinkKey;
import io.isthmus.domain.topology.WanLink;
import io.isthmus.domain.trust.Actor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Changes the keys of edges, on a schedule and on demand, without a gap: each step waits until
 * every edge that it touches carries the one before. All that it goes by is in the store, so any
 * replica may take the next step, also after a restart; of two that try, one does.
 */
public final class KeyRotation {
  /** How long a neighbour that is away, or refuses, is waited for. */
  static final Duration PATIENCE = Duration.ofHours(24);

  /** What is on its way by the older keys when the last edge has switched has arrived by then. */
  static final Duration GRACE = Duration.ofSeconds(5);

  /** Edges begin up to a tenth of the interval later, so that not all do at once. */
  private static final int JITTER_PART = 10;

  private final IntentService intents;
  private final OperationStore operations;
  private final Clock clock;
  private final Duration interval;

  /**
   * @param interval between two scheduled changes of an edge's keys; zero for none
   */
  public KeyRotation(
      IntentService intents, OperationStore operations, Clock clock, Duration interval) {
    this.intents = intents;
    this.operations = operations;
    this.clock = clock;
    this.interval = interval;
  }

  /** Asks for younger keys; nothing where a change of keys is under way. */
  public static List<Change> begin(Network network, Name edge, Instant now) {
    EdgeProfile profile = network.profile(edge);
    boolean idle = profile.step() == EdgeProfile.Step.STABLE && !profile.isRevoked();
    return idle ? List.of(new Change.Learn(profile.rotated(now))) : List.of();
  }

  /** Takes every step that is due. Called about once a second; cheap when there is none. */
  public void advance() {
    EachTenant.attempt(intents.snapshot().tenants().values(), this::advance);
  }

  private void advance(Network network) {
    Map<Name, EdgeProfile> due = due(network);
    if (!due.isEmpty()) {
      intents.change(
          Actor.SYSTEM, network.tenant(), summary(due), newest -> changes(network, newest, due));
    }
  }

  /** What was judged may have changed since; then the next call judges again. */
  private static List<Change> changes(Network judged, Network newest, Map<Name, EdgeProfile> due) {
    List<Change> changes = new ArrayList<>();
    due.forEach((edge, next) -> {
      boolean same =
          judged.profile(edge).equals(newest.profile(edge))
              && Optional.ofNullable(judged.edges().get(edge))
                  .equals(Optional.ofNullable(newest.edges().get(edge)));
      if (same) {
        changes.add(new Change.Learn(next));
      }
    });
    return changes;
  }

  private Map<Name, EdgeProfile> due(Network network) {
    Instant now = clock.instant();
    Map<Long, Set<Name>> behind = new HashMap<>();
    Map<Name, EdgeProfile> due = new TreeMap<>();
    for (Declared<EdgeProfile> declared : network.profiles().values()) {
      if (!declared.value().isRevoked()) {
        next(network, declared, behind, now)
            .ifPresent(next -> due.put(declared.value().edge(), next));
      }
    }
    return due;
  }

  private Optional<EdgeProfile> next(
      Network network, Declared<EdgeProfile> declared, Map<Long, Set<Name>> behind, Instant now) {
    EdgeProfile profile = declared.value();
    return switch (profile.step()) {
      case STABLE ->
          isOld(new EdgeKey(network.tenant(), profile.edge()), profile, now)
              ? Optional.of(profile.rotated(now))
              : Optional.empty();
      case OFFERED ->
          hasOffered(network, profile) && isCarried(network, declared, behind, now)
              ? Optional.of(profile.switched(now))
              : Optional.empty();
      case SWITCHING ->
          isCarried(network, declared, behind, now)
              ? Optional.of(profile.retiring(now))
              : Optional.empty();
      case RETIRING ->
          now.isBefore(profile.since().plus(GRACE))
              ? Optional.empty()
              : Optional.of(profile.retired(now));
    };
  }

  private boolean isOld(EdgeKey edge, EdgeProfile profile, Instant now) {
    boolean usedUp = profile.wantedGeneration() == LinkKey.HIGHEST_GENERATION;
    if (interval.isZero() || profile.keys().isEmpty() || usedUp) {
      return false;
    }
    long jitterMillis =
        Math.floorMod(edge.hashCode() * 0x9e37_79b9L, interval.toMillis() / JITTER_PART + 1);
    return !now.isBefore(profile.since().plus(interval).plusMillis(jitterMillis));
  }

  private static boolean hasOffered(Network network, EdgeProfile profile) {
    List<Integer> links =
        network.findEdge(profile.edge()).map(Edge::wanLinks).orElse(List.of()).stream()
            .map(WanLink::number)
            .toList();
    return profile.covers(links, profile.wantedGeneration());
  }

  /**
   * Whether the edge and all that have to do with it carry what its profile says. Neighbours that
   * do not for long are left behind: they learn of it when they come back. The edge itself has to
   * have the keys.
   */
  private boolean isCarried(
      Network network, Declared<EdgeProfile> declared, Map<Long, Set<Name>> behind, Instant now) {
    EdgeProfile profile = declared.value();
    Set<Name> laggards =
        behind.computeIfAbsent(
            declared.revision(), revision -> operations.behind(network.tenant(), revision));
    boolean patient = now.isBefore(profile.since().plus(PATIENCE));
    return patient
        ? laggards.stream().noneMatch(name -> !network.isRevoked(name))
        : !laggards.contains(profile.edge());
  }

  private static String summary(Map<Name, EdgeProfile> due) {
    EdgeProfile first = due.values().iterator().next();
    String what =
        switch (first.step()) {
          case OFFERED -> "Rotate the keys of edge %s: generation %d is asked for";
          case SWITCHING -> "Rotate the keys of edge %s: generation %d is active";
          case RETIRING -> "Rotate the keys of edge %s: all send by generation %d";
          case STABLE -> "Rotate the keys of edge %s: only generation %d is left";
        };
    String more = due.size() > 1 ? ", and of %d more".formatted(due.size() - 1) : "";
    return what.formatted(first.edge(), first.wantedGeneration()) + more;
  }
}
