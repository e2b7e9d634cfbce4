package io.isthmus.selection.choice;

import io.isthmus.selection.sla.Objective;
import java.time.Duration;
import java.util.Optional;

/**
 * How a class is moved.
 *
 * @param holdDown how long a candidate that was bad has to be good before it is taken again
 * @param shadow a strategy that is only watched
 */
public record Policy(
    Objective objective,
    Strategy strategy,
    Mode mode,
    WhenNoneCompliant whenNoneCompliant,
    Duration holdDown,
    Optional<Strategy> shadow) {

  /** The same with the shadow in charge. */
  Policy ofShadow(Strategy strategy) {
    return new Policy(
        objective, strategy, Mode.DYNAMIC, whenNoneCompliant, holdDown, Optional.empty());
  }
}
