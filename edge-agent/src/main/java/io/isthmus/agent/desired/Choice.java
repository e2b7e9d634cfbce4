package io.isthmus.agent.desired;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What carries a steering. A class whose flows all move at once has one slot. One whose flows stay
 * where they began has several: each holds the tunnels of the flows that began while it was the
 * current one. Immutable.
 *
 * @param configured what the configuration said when it was chosen
 * @param slots tunnels by slot; empty: dropped
 * @param order slots, the current one first, then those that were it last
 */
record Choice(List<Share> configured, List<List<Share>> slots, List<Integer> order) {

  Choice {
    configured = List.copyOf(configured);
    slots = List.copyOf(slots);
    order = List.copyOf(order);
  }

  static Choice of(List<Share> configured, List<Share> members, int slots) {
    return new Choice(
        configured,
        Collections.nCopies(slots, members),
        IntStream.range(0, slots).boxed().toList());
  }

  int current() {
    return order.getFirst();
  }

  /** What new flows take. */
  List<Share> members() {
    return slots.get(current());
  }

  Choice configured(List<Share> members) {
    return new Choice(members, slots, order);
  }

  /** What is gone leaves the rest; a slot of which nothing is left takes what is given instead. */
  Choice keeping(Predicate<String> tunnels, List<Share> otherwise) {
    List<List<Share>> kept = new ArrayList<>();
    for (List<Share> slot : slots) {
      List<Share> left = slot.stream().filter(m -> tunnels.test(m.tunnelKey())).toList();
      kept.add(left.isEmpty() && !slot.isEmpty() ? otherwise : left);
    }
    return new Choice(configured, kept, order);
  }

  /**
   * New flows take these tunnels. Flows of earlier slots stay on those of theirs that are not dead;
   * where there is none, or they were dropped, they move along. The slot that was not current for
   * longest gives way.
   */
  Choice moved(List<Share> members, Set<String> dead) {
    List<List<Share>> moved = new ArrayList<>();
    for (List<Share> slot : slots) {
      List<Share> live = slot.stream().filter(m -> !dead.contains(m.tunnelKey())).toList();
      moved.add(live.isEmpty() ? members : live);
    }
    int next = order.getLast();
    for (int slot : order) {
      if (same(moved.get(slot), members)) {
        next = slot;
        break;
      }
    }
    moved.set(next, members);
    List<Integer> turned = new ArrayList<>(order);
    turned.remove((Integer) next);
    turned.addFirst(next);
    return new Choice(configured, moved, turned);
  }

  private static boolean same(List<Share> some, List<Share> others) {
    return new HashSet<>(some).equals(new HashSet<>(others));
  }
}
