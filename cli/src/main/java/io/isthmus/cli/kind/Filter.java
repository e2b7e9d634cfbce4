package io.isthmus.cli.kind;

/** What a list can be narrowed by, each an option of {@code get}. */
public enum Filter {
  SITE,
  EDGE,
  OVERLAY,
  CLASS,
  FROM,
  TO,
  STATE,
  CAUSE,
  ACTIVE,
  OPEN,
  PENDING,
  AT,
  SINCE,
  STEP,
  AFTER;

  public String option() {
    return "--" + name().toLowerCase(java.util.Locale.ROOT);
  }
}
