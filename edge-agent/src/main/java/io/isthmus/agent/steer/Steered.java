package io.isthmus.agent.steer;

import io.isthmus.agent.desired.GroupChange;
import io.isthmus.agent.desired.Share;
import io.isthmus.selection.choice.ClassSteering;
import java.util.List;
import java.util.Set;

/** One class towards one edge, and the state machine that chooses for it. */
record Steered(SteerPlan.Item item, ClassSteering steering) {

  /** What carries it by what is known now. */
  GroupChange change() {
    List<Share> members =
        steering.members().stream().map(m -> new Share(m.id(), m.weight())).toList();
    return new GroupChange(item.key(), members, Set.copyOf(steering.dead()));
  }
}
