package io.isthmus.domain.intent;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.EdgeProfile;
import io.isthmus.domain.topology.Site;
import io.isthmus.domain.traffic.Application;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.domain.traffic.TrafficClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What is different between two intents of one tenant.
 *
 * @param begun decisions that came into force
 * @param ended decisions that went out of force
 * @param profiles what is known of edges
 */
public record NetworkDiff(
    Name tenant,
    Part<Site> sites,
    Part<Edge> edges,
    Part<Overlay> overlays,
    Part<TrafficClass> trafficClasses,
    Part<Application> applications,
    List<SteeringDecision> begun,
    List<SteeringDecision> ended,
    Part<EdgeProfile> profiles) {

  /**
   * What is different within one kind, in order of name.
   *
   * @param removed as they were
   */
  public record Part<T>(List<Declared<T>> created, List<Declared<T>> replaced, List<Name> removed) {
    public boolean isEmpty() {
      return created.isEmpty() && replaced.isEmpty() && removed.isEmpty();
    }

    /** What is to be stored: created and replaced. */
    public List<Declared<T>> upserts() {
      List<Declared<T>> both = new ArrayList<>(created);
      both.addAll(replaced);
      return both;
    }
  }

  public static NetworkDiff between(Network before, Network after) {
    return new NetworkDiff(
        after.tenant(),
        part(before.sites(), after.sites()),
        part(before.edges(), after.edges()),
        part(before.overlays(), after.overlays()),
        part(before.trafficClasses(), after.trafficClasses()),
        part(before.applications(), after.applications()),
        minus(after.decisions(), before.decisions()),
        minus(before.decisions(), after.decisions()),
        part(before.profiles(), after.profiles()));
  }

  /** Edges of which no answer is to be expected any more: they are gone, or revoked. */
  public List<Name> silenced() {
    List<Name> silenced = new ArrayList<>(edges.removed());
    profiles.upserts().stream()
        .filter(profile -> profile.value().isRevoked())
        .forEach(profile -> silenced.add(profile.value().edge()));
    return silenced;
  }

  public boolean isEmpty() {
    return sites.isEmpty()
        && edges.isEmpty()
        && overlays.isEmpty()
        && trafficClasses.isEmpty()
        && applications.isEmpty()
        && begun.isEmpty()
        && ended.isEmpty()
        && profiles.isEmpty();
  }

  private static <T> Part<T> part(
      SortedMap<Name, Declared<T>> before, SortedMap<Name, Declared<T>> after) {
    List<Declared<T>> created = new ArrayList<>();
    List<Declared<T>> replaced = new ArrayList<>();
    for (Map.Entry<Name, Declared<T>> entry : after.entrySet()) {
      Declared<T> old = before.get(entry.getKey());
      if (old == null) {
        created.add(entry.getValue());
      } else if (old != entry.getValue() && !old.equals(entry.getValue())) {
        replaced.add(entry.getValue());
      }
    }
    List<Name> removed = before.keySet().stream().filter(name -> !after.containsKey(name)).toList();
    return new Part<>(List.copyOf(created), List.copyOf(replaced), removed);
  }

  private static List<SteeringDecision> minus(
      List<SteeringDecision> all, List<SteeringDecision> others) {
    return all.stream().filter(decision -> !others.contains(decision)).toList();
  }
}
