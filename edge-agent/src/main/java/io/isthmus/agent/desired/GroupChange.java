package io.isthmus.agent.desired;

import java.util.List;
import java.util.Set;

/**
 * Other tunnels for one steering in force.
 *
 * @param steeringKey key of the steering's resource
 * @param members what carries it from now on, of its candidates; empty: it is dropped
 * @param dead tunnels that carry nothing, so that flows leave them that would otherwise stay where
 *     they began; of no meaning to classes whose flows all move at once
 */
public record GroupChange(String steeringKey, List<Share> members, Set<String> dead) {

  public GroupChange {
    members = List.copyOf(members);
    dead = Set.copyOf(dead);
  }

  public GroupChange(String steeringKey, List<Share> members) {
    this(steeringKey, members, Set.of());
  }
}
