package io.isthmus.cli;

/** How a command ends, for scripts; documented in docs/cli.md and in {@code isthmus --help}. */
public enum ExitCode {
  /** All was done. */
  DONE(0),
  /** The controller refused, or what was asked for is not there. */
  REFUSED(1),
  /** The command line was not understood. */
  USAGE(2),
  /** {@code plan} alone: the document would change something. */
  CHANGES(3),
  /** The change is stored, and at least one edge refused it. */
  EDGE_REFUSED(4),
  /** The time was up before all was known; a change is stored and still on its way. */
  TIME_UP(5),
  /** No controller answers. */
  UNREACHABLE(6);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
