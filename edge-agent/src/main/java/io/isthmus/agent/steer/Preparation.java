package io.isthmus.agent.steer;

import io.isthmus.agent.desired.GroupChange;
import io.isthmus.agent.desired.Share;
import io.isthmus.selection.choice.Choice;
import io.isthmus.selection.choice.ClassSteering;
import io.isthmus.selection.choice.Member;
import io.isthmus.selection.sla.PathState;
import io.isthmus.selection.sla.WatchedPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the situation of another configuration from the one in force: what stays as it was keeps
 * its state machine, what is new begins with what holds by what is known. Used once.
 */
final class Preparation {

  private final SteerPlan plan;
  private final Map<String, List<Share>> carried;
  private final Situation before;
  private final long now;
  private final Map<String, WatchedPath> watched = new HashMap<>();
  private final Map<String, Steered> byKey = new LinkedHashMap<>();
  private final Map<String, List<Steered>> byPath = new HashMap<>();
  private final Map<String, Choice> choices = new LinkedHashMap<>();
  private final List<GroupChange> changes = new ArrayList<>();

  Preparation(SteerPlan plan, Map<String, List<Share>> carried, Situation before, long now) {
    this.plan = plan;
    this.carried = carried;
    this.before = before;
    this.now = now;
  }

  Steer.Prepared prepare() {
    plan.paths().forEach(this::path);
    plan.items().forEach(this::item);
    return new Steer.Prepared(
        new Situation(0, plan.paths(), watched, byKey, byPath), choices, changes);
  }

  /** A path that is measured in another way begins anew. */
  private void path(String key, SteerPlan.Path path) {
    SteerPlan.Path known = before.paths().get(key);
    WatchedPath present = before.watched().get(key);
    boolean same = known != null && path.probed().continues(known.probed()) && present != null;
    watched.put(key, same && present != null ? present : new WatchedPath(PathState.UNKNOWN));
  }

  private void item(SteerPlan.Item item) {
    Steered known = before.byKey().get(item.key());
    Steered next =
        known != null && known.item().equals(item) && watchesTheSame(item) ? known : begin(item);
    byKey.put(item.key(), next);
    item.order().candidates().stream()
        .map(candidate -> candidate.path())
        .distinct()
        .forEach(path -> byPath.computeIfAbsent(path, p -> new ArrayList<>()).add(next));
  }

  private boolean watchesTheSame(SteerPlan.Item item) {
    return item.order().candidates().stream()
        .allMatch(
            c -> c.path().isEmpty() || before.watched().get(c.path()) == watched.get(c.path()));
  }

  private Steered begin(SteerPlan.Item item) {
    ClassSteering steering = new ClassSteering(item.policy(), item.order(), watch(), now);
    Steered steered = new Steered(item, steering);
    Steered known = before.byKey().get(item.key());
    List<Share> left = carried.get(item.key());
    if (known != null) {
      steering
          .begin(Optional.of(known.steering()), now)
          .ifPresent(choice -> choices.put(item.key(), choice));
    } else if (left != null) {
      List<Member> members = left.stream().map(s -> new Member(s.tunnelKey(), s.weight())).toList();
      choices.put(item.key(), steering.takeOver(members, now));
    } else {
      choices.put(item.key(), steering.begin(now));
    }
    if (known != null || left != null || !steering.members().equals(item.order().members())) {
      changes.add(steered.change());
    }
    return steered;
  }

  /** What has no path is not measured, and taken for up. */
  private Function<String, WatchedPath> watch() {
    return name -> {
      WatchedPath path = watched.get(name);
      return path == null ? new WatchedPath(PathState.UP) : path;
    };
  }
}
