package io.isthmus.agent.apply;

import io.isthmus.agent.desired.DesiredState;
import io.isthmus.agent.netlink.Change;
import io.isthmus.agent.netlink.KernelObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Words for what others did to the agent's objects. */
final class Drift {

  private Drift() {}

  /** What was wanted before too; the rest follows from devices that came or went. */
  static List<String> describe(Plan plan, DesiredState before) {
    if (plan.isEmpty()) {
      return List.of();
    }
    Set<KernelObject> wanted = new HashSet<>(before.objects());
    Set<KernelObject> seen = new HashSet<>();
    List<String> lines = new ArrayList<>();
    for (Change change : plan.all()) {
      boolean drifted = change.verb() == Change.Verb.REMOVE || wanted.contains(change.object());
      if (drifted && seen.add(change.object())) {
        lines.add(change.object() + ": " + word(change.verb()));
      }
    }
    return lines;
  }

  private static String word(Change.Verb verb) {
    return switch (verb) {
      case ADD -> "missing";
      case REPLACE -> "changed";
      case REMOVE -> "unexpected";
    };
  }
}
