package io.isthmus.selection.choice;

import java.util.List;

/**
 * What the configuration says of one class towards one edge.
 *
 * @param members what carries it when nothing is known; empty: dropped
 * @param candidates everything that may carry it, best rank first
 * @param decision id of the requested decision, empty where there is none
 * @param hold whether the decision holds though the objective is broken
 */
public record Order(List<Member> members, List<Candidate> candidates, String decision, Hold hold) {

  /** How a requested decision binds. */
  public enum Hold {
    PREFER,
    /** Only dead paths are left. */
    PIN
  }

  public Order {
    members = List.copyOf(members);
    candidates = List.copyOf(candidates);
  }

  boolean isRequested() {
    return !decision.isEmpty();
  }
}
