package io.isthmus.lab.wan;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which directions of which WAN ports.
 *
 * @param wan the transport's name; absent for all
 * @param edge absent for all that the WAN has
 * @param link name of the edge's WAN link; absent for all
 * @param directions at least one
 */
public record WanSelection(
    Optional<String> wan, Optional<String> edge, Optional<String> link, Set<Direction> directions) {
  public WanSelection {
    directions = EnumSet.copyOf(directions);
  }

  /** Everything. */
  public static WanSelection all() {
    return new WanSelection(
        Optional.empty(), Optional.empty(), Optional.empty(), EnumSet.allOf(Direction.class));
  }

  /** A whole WAN, where each packet is met once: when it leaves an edge. */
  public static WanSelection wan(String wan) {
    return new WanSelection(
        Optional.of(wan), Optional.empty(), Optional.empty(), EnumSet.of(Direction.OUT));
  }

  /** An edge's port to a WAN, where each packet from and to that edge is met once. */
  public static WanSelection port(String wan, String edge) {
    return new WanSelection(
        Optional.of(wan), Optional.of(edge), Optional.empty(), EnumSet.allOf(Direction.class));
  }

  public WanSelection only(Direction direction) {
    return new WanSelection(wan, edge, link, EnumSet.of(direction));
  }

  boolean fits(Line line) {
    return fits(wan, line.wire().wan())
        && fits(edge, line.wire().edge())
        && fits(link, line.wire().link())
        && directions.contains(line.direction());
  }

  private static boolean fits(Optional<String> wanted, String name) {
    return wanted.isEmpty() || wanted.get().equals(name);
  }

  /** For people. */
  @Override
  public String toString() {
    return "WAN %s, edge %s, link %s"
        .formatted(wan.orElse("any"), edge.orElse("any"), link.orElse("any"));
  }
}
