package io.isthmus.agent.desired;

import io.isthmus.agent.desired.Catalog.Keyed;
import io.isthmus.agent.desired.Resource.Steering;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What carries steerings where somebody chose otherwise than the configuration says, or where it
 * matters what was before. Immutable.
 *
 * <p>A choice outlives new configurations, unless one of them says something new about the very
 * steering: the latest word counts.
 */
final class Choices {

  static final Choices NONE = new Choices(Map.of());

  private final Map<String, Choice> byKey;

  private Choices(Map<String, Choice> byKey) {
    this.byKey = byKey;
  }

  /** By the steering's key. */
  Choice of(String key, Steering steering) {
    Choice choice = byKey.get(key);
    return choice == null ? Choice.of(steering.members(), steering.members(), 1) : choice;
  }

  /** The choices that hold in another configuration. */
  Choices in(Catalog catalog) {
    Map<String, Choice> kept = new HashMap<>();
    for (Keyed<Steering> steering : catalog.steerings) {
      kept(steering, catalog).ifPresent(choice -> kept.put(steering.key(), choice));
    }
    return new Choices(kept);
  }

  private Optional<Choice> kept(Keyed<Steering> keyed, Catalog catalog) {
    Steering steering = keyed.value();
    List<Share> configured = steering.members();
    int slots = catalog.slots(steering);
    Choice choice = byKey.get(keyed.key());
    if (choice == null) {
      return slots == 1 ? Optional.empty() : Optional.of(Choice.of(configured, configured, slots));
    }
    boolean silent = choice.configured().equals(configured);
    if (slots == 1 && !silent) {
      return Optional.empty();
    }
    Choice left = choice.keeping(t -> catalog.isCandidate(steering, t), configured);
    if (left.slots().size() != slots) {
      return Optional.of(Choice.of(configured, silent ? left.members() : configured, slots));
    }
    return Optional.of(
        silent ? left : left.moved(configured, java.util.Set.of()).configured(configured));
  }

  Choices with(String key, Choice choice) {
    Map<String, Choice> changed = new HashMap<>(byKey);
    changed.put(key, choice);
    return new Choices(changed);
  }
}
