package io.isthmus.domain.steering;

/** Why other tunnels carry a class than before. */
public enum ChoiceCause {
  /** The configuration says so. */
  POLICY,
  /** A requested decision. */
  REQUESTED,
  /** The path that carried it died. */
  PATH_DOWN,
  /** The tunnel that carried it broke the objective. */
  SLA_BROKEN,
  /** A better ranked tunnel keeps the objective again. */
  RETURNED,
  /** Quality, cost or free capacity changed, and the strategy goes by it. */
  STRATEGY,
  /** The model foresees a violation. */
  PREDICTED,
  /** No candidate keeps the objective. */
  NONE_COMPLIANT
}
