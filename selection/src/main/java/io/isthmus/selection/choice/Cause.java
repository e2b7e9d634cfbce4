package io.isthmus.selection.choice;

/** Why other tunnels carry a class than before; what each means stands in the contract. */
public enum Cause {
  POLICY,
  REQUESTED,
  PATH_DOWN,
  SLA_BROKEN,
  RETURNED,
  STRATEGY,
  PREDICTED,
  NONE_COMPLIANT
}
