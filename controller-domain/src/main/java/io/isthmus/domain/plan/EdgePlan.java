package io.isthmus.domain.plan;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.EdgeKey;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The whole configuration of one edge. Immutable.
 *
 * @param revision of the newest change that altered it
 * @param resources by key; empty for an edge that no overlay uses and that has no links
 * @param awaited edges, this one among them, whose keys have to be known before all of the edge's
 *     tunnels can be planned; empty when they are
 */
public record EdgePlan(
    EdgeKey edge,
    long revision,
    SortedMap<String, PlannedResource> resources,
    SortedSet<Name> awaited) {
  public EdgePlan {
    resources = Collections.unmodifiableSortedMap(resources);
    awaited = Collections.unmodifiableSortedSet(awaited);
  }

  /** With nothing to wait for. */
  public EdgePlan(EdgeKey edge, long revision, SortedMap<String, PlannedResource> resources) {
    this(edge, revision, resources, Collections.emptySortedSet());
  }

  public static EdgePlan empty(EdgeKey edge, long revision) {
    return new EdgePlan(edge, revision, new TreeMap<>());
  }

  /** The same for the edge, with other edges to wait for. */
  public EdgePlan awaiting(SortedSet<Name> edges) {
    return new EdgePlan(edge, revision, resources, edges);
  }

  public boolean carriesTheSameAs(EdgePlan other) {
    return resources.equals(other.resources);
  }
}
