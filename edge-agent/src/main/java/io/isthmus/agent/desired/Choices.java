package io.isthmus.agent.desired;

import io.isthmus.agent.desired.Catalog.Keyed;
import io.isthmus.agent.desired.Resource.Steering;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What carries steerings where somebody chose otherwise than the configuration says. Immutable.
 *
 * <p>A choice outlives new configurations, unless one of them says something new about the very
 * steering: the latest word counts.
 */
final class Choices {

  static final Choices NONE = new Choices(Map.of());

  private final Map<String, Choice> byKey;

  /**
   * @param configured what the configuration said when it was chosen
   */
  private record Choice(List<Share> configured, List<Share> members) {}

  private Choices(Map<String, Choice> byKey) {
    this.byKey = byKey;
  }

  List<Share> members(Keyed<Steering> steering) {
    Choice choice = byKey.get(steering.key());
    return choice == null ? steering.value().members() : choice.members();
  }

  /** The choices that still hold in a configuration. */
  Choices in(Catalog catalog) {
    if (byKey.isEmpty()) {
      return this;
    }
    Map<String, Choice> kept = new HashMap<>();
    for (Keyed<Steering> steering : catalog.steerings) {
      kept(steering, catalog).ifPresent(choice -> kept.put(steering.key(), choice));
    }
    return new Choices(kept);
  }

  /** What was chosen and is gone leaves the rest; where nothing is left, nothing is chosen. */
  private Optional<Choice> kept(Keyed<Steering> steering, Catalog catalog) {
    Choice choice = byKey.get(steering.key());
    if (choice == null || !choice.configured().equals(steering.value().members())) {
      return Optional.empty();
    }
    List<Share> left =
        choice.members().stream().filter(m -> catalog.tunnels.containsKey(m.tunnelKey())).toList();
    return left.isEmpty() && !choice.members().isEmpty()
        ? Optional.empty()
        : Optional.of(new Choice(choice.configured(), left));
  }

  Choices with(Steering steering, GroupChange change) {
    Map<String, Choice> changed = new TreeMap<>(byKey);
    changed.put(change.steeringKey(), new Choice(steering.members(), change.members()));
    return new Choices(changed);
  }
}
