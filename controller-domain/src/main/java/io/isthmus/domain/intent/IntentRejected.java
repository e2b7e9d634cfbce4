package io.isthmus.domain.intent;

import java.util.List;
import java.util.stream.Collectors;

/** The change breaks rules of the intent; nothing was changed. Carries every broken rule. */
public final class IntentRejected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Violation> violations;

  public IntentRejected(List<Violation> violations) {
    super(violations.stream().map(Violation::message).collect(Collectors.joining("; ")));
    this.violations = List.copyOf(violations);
  }

  /** At least one. */
  public List<Violation> violations() {
    return violations;
  }
}
