package io.isthmus.agent.desired;

import io.isthmus.agent.netlink.KernelObject.DropHop;
import io.isthmus.agent.netlink.KernelObject.HopGroup;
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

  /**
   * The same for a configuration that has other steerings than the one in force, between the same
   * classes and edges, and nothing else; empty where it has, or where anything is wrong with it.
   */
  public static Optional<Reroute> to(
      DesiredState before, ConfigSet config, List<GroupChange> changes) {
    return config
        .onlySteeringsOtherThan(before.config())
        .filter(keys -> !before.isNothing())
        .flatMap(keys -> new Work(before.of(config)).to(keys, changes));
  }

  static final class Work {
    private final DesiredState before;
    private final Map<String, Block> changed = new HashMap<>();
    private final List<HopGroup> groups = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private Choices choices;

    Work(DesiredState before) {
      this.before = before;
      this.choices = before.choices();
    }

    private Reroute of(List<GroupChange> changes) {
      changes.forEach(this::change);
      return result();
    }

    private Optional<Reroute> to(List<String> keys, List<GroupChange> changes) {
      for (String key : keys) {
        Resource.Steering steering = before.steering(key).orElseThrow();
        boolean known =
            steering.members().stream().allMatch(m -> isTunnel(m.tunnelKey()))
                && steering.candidates().stream().allMatch(c -> isTunnel(c.tunnelKey()));
        if (!known) {
          return Optional.empty();
        }
        put(key, configured(choices.of(key, steering), steering));
      }
      return Optional.of(of(changes));
    }

    /** The latest word about a steering counts; silence leaves what was chosen. */
    private Choice configured(Choice choice, Resource.Steering steering) {
      List<Share> members = steering.members();
      Choice left = choice.keeping(t -> isTunnel(t) && steering.allows(t), members);
      return choice.configured().equals(members)
          ? left
          : left.moved(members, Set.of()).configured(members);
    }

    private boolean isTunnel(String key) {
      return hop(key).isPresent();
    }

    Reroute result() {
      return new Reroute(before.with(choices, changed), groups, problems);
    }

    private void change(GroupChange change) {
      String key = change.steeringKey();
      Optional<Resource.Steering> steering = before.steering(key);
      if (steering.isEmpty()) {
        problem(change, "no such steering is in force");
      } else if (areCandidates(change, steering.get())) {
        Choice choice = choices.of(key, steering.get()).configured(steering.get().members());
        put(key, choice.moved(change.members(), change.dead()));
      }
    }

    private boolean areCandidates(GroupChange change, Resource.Steering steering) {
      Set<String> seen = new HashSet<>();
      for (Share share : change.members()) {
        String tunnel = share.tunnelKey();
        if (hop(tunnel).isEmpty()) {
          problem(change, "tunnel '" + tunnel + "' is not in the set");
          return false;
        }
        if (!steering.allows(tunnel)) {
          problem(change, "tunnel '" + tunnel + "' is no candidate");
          return false;
        }
        if (!seen.add(tunnel)) {
          problem(change, "tunnel " + tunnel + " is a member twice");
          return false;
        }
      }
      return true;
    }

    void put(String steeringKey, Choice choice) {
      choices = choices.with(steeringKey, choice);
      for (int slot = 0; slot < choice.slots().size(); slot++) {
        String key = Blocks.groupKey(steeringKey, slot);
        HopGroup present = present(key);
        HopGroup group =
            new HopGroup(
                present.id(),
                SteeringBlocks.members(
                    choice.slots().get(slot),
                    dropHop(),
                    share -> hop(share.tunnelKey()).orElseThrow().id()),
                present.spread());
        if (!group.equals(present)) {
          changed.put(key, new Block(group, List.of(group)));
          groups.add(group);
        }
      }
    }

    private int dropHop() {
      return ((DropHop) before.only(Blocks.DROP).orElseThrow()).id();
    }

    HopGroup present(String key) {
      Block block = changed.get(key);
      return (HopGroup)
          (block == null ? before.only(key).orElseThrow() : block.objects().getFirst());
    }

    private Optional<TunnelHop> hop(String tunnelKey) {
      return before.only(Blocks.key(tunnelKey, Blocks.HOP)).map(TunnelHop.class::cast);
    }

    private void problem(GroupChange change, String message) {
      problems.add(Problem.invalid(change.steeringKey(), message));
    }
  }
}
