package io.isthmus.domain.plan;

import io.isthmus.domain.topology.EdgeKey;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The whole configuration of one edge. Immutable.
 *
 * @param revision of the newest change that altered it
 * @param resources by key; empty for an edge that no overlay uses and that has no links
 */
public record EdgePlan(EdgeKey edge, long revision, SortedMap<String, PlannedResource> resources) {
  public EdgePlan {
    resources = Collections.unmodifiableSortedMap(resources);
  }

  public static EdgePlan empty(EdgeKey edge, long revision) {
    return new EdgePlan(edge, revision, new TreeMap<>());
  }

  public boolean carriesTheSameAs(EdgePlan other) {
    return resources.equals(other.resources);
  }
}
