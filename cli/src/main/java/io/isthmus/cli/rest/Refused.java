package io.isthmus.cli.rest;

import io.isthmus.cli.ExitCode;
import java.util.List;

/** What was asked was not done; the message says why, and the lines after it where and the mend. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final transient List<String> more;

  public Refused(String message) {
    this(ExitCode.REFUSED, message, List.of());
  }

  public Refused(ExitCode exitCode, String message, List<String> more) {
    super(message);
    this.exitCode = exitCode;
    this.more = List.copyOf(more);
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  /** Where the errors are, and what to do. */
  public List<String> more() {
    return more;
  }
}
