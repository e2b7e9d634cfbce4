package io.isthmus.cli;

import io.isthmus.cli.rest.Refused;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What cannot be undone is agreed to: at a terminal when asked, elsewhere by an option. */
final class Consent {
  private final Invocation invocation;

  @Option(
      names = {"-y", "--yes"},
      description = "Does not ask. Where no terminal is, it is needed.")
  private boolean yes;

  Consent(Invocation invocation) {
    this.invocation = invocation;
  }

  boolean isGiven() {
    return yes;
  }

  boolean ask(CommandLine commandLine, String question) {
    if (yes) {
      return true;
    }
    if (!invocation.terminal().isInteractive()) {
      throw new Refused(ExitCode.USAGE, "nobody can be asked here: give --yes", List.of());
    }
    boolean agreed = invocation.terminal().confirms(question);
    if (!agreed) {
      commandLine.getErr().println("isthmus: nothing was changed");
      commandLine.getErr().flush();
    }
    return agreed;
  }
}
