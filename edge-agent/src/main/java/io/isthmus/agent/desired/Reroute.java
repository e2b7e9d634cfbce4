package io.isthmus.agent.desired;

import io.isthmus.agent.netlink.KernelObject.HopGroup;
import io.isthmus.agent.netlink.KernelObject.Member;
import io.isthmus.agent.netlink.KernelObject.TunnelHop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The state after other tunnels were chosen for some steerings, without compiling the configuration
 * again. Pure.
 *
 * @param state with every change that could be made
 * @param groups those that are other than before
 * @param problems of changes that cannot be made
 */
public record Reroute(DesiredState state, List<HopGroup> groups, List<Problem> problems) {

  public static Reroute of(DesiredState state, List<GroupChange> changes) {
    return new Work(state).of(changes);
  }

  private static final class Work {
    private final DesiredState before;
    private final Map<String, Block> changed = new HashMap<>();
    private final List<HopGroup> groups = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private Choices choices;

    Work(DesiredState before) {
      this.before = before;
      this.choices = before.choices();
    }

    Reroute of(List<GroupChange> changes) {
      changes.forEach(this::change);
      return new Reroute(before.with(choices, changed), groups, problems);
    }

    private void change(GroupChange change) {
      Optional<Resource.Steering> steering = before.steering(change.steeringKey());
      if (steering.isEmpty()) {
        problem(change, "no such steering is in force");
      } else if (areTunnels(change)) {
        choices = choices.with(steering.get(), change);
        group(change);
      }
    }

    private boolean areTunnels(GroupChange change) {
      Set<String> seen = new HashSet<>();
      for (Share share : change.members()) {
        if (hop(share).isEmpty()) {
          problem(change, "tunnel '" + share.tunnelKey() + "' is not in the set");
          return false;
        }
        if (!seen.add(share.tunnelKey())) {
          problem(change, "tunnel " + share.tunnelKey() + " is a member twice");
          return false;
        }
      }
      return true;
    }

    private void group(GroupChange change) {
      String key = Compiler.key(change.steeringKey(), Compiler.GROUP);
      HopGroup present = present(key);
      List<Member> members =
          Compiler.members(change.members(), share -> hop(share).orElseThrow().id());
      HopGroup group = new HopGroup(present.id(), members);
      if (!group.equals(present)) {
        changed.put(key, new Block(group, List.of(group)));
        groups.add(group);
      }
    }

    private HopGroup present(String key) {
      Block block = changed.get(key);
      return (HopGroup)
          (block == null ? before.only(key).orElseThrow() : block.objects().getFirst());
    }

    private Optional<TunnelHop> hop(Share share) {
      return before.only(Compiler.key(share.tunnelKey(), Compiler.HOP)).map(TunnelHop.class::cast);
    }

    private void problem(GroupChange change, String message) {
      problems.add(Problem.invalid(change.steeringKey(), message));
    }
  }
}
