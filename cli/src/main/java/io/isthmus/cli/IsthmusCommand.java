package io.isthmus.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code isthmus token}, {@code isthmus enrollment-token} and {@code isthmus edge-requests}. */
@Command(
    name = "isthmus",
    subcommands = {TokenCommand.class, EnrollmentTokenCommand.class, EdgeRequestsCommand.class},
    description = "Asks a controller over its REST API.")
public final class IsthmusCommand {
  /** The command line was understood, and the controller refused, or could not be asked. */
  static final int REFUSED = 1;

  private IsthmusCommand() {}

  public static void main(String[] args) {
    System.exit(commandLine(System.getenv()).execute(args));
  }

  /**
   * @param environment where the controller is and where the token comes from
   */
  static CommandLine commandLine(Map<String, String> environment) {
    CommandLine commandLine =
        new CommandLine(new IsthmusCommand(), new Environment(environment).factory());
    commandLine.setExecutionExceptionHandler((e, command, _) -> {
      if (!(e instanceof Refused refused)) {
        throw e;
      }
      PrintWriter err = command.getErr();
      err.println("isthmus: " + refused.getMessage());
      err.flush();
      return REFUSED;
    });
    return commandLine;
  }
}
