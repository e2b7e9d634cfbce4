package io.isthmus.cli.show;

/** How a list or a thing is written. */
public enum Form {
  /** For people. */
  TABLE,
  /** For people with wide screens: more columns. */
  WIDE,
  /** For programs: as the API has it; lists are {@code {"items": […]}}. */
  JSON,
  /** The same as YAML. */
  YAML,
  /** Names alone, one a line. */
  NAME;

  /** Whether it is read by a program, and so never cut or coloured. */
  public boolean isDocument() {
    return this == JSON || this == YAML;
  }
}
