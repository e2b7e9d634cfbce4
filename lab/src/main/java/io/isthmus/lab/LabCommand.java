package io.isthmus.lab;

import io.isthmus.lab.replay.ReplayCommand;
import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the lab: {@code isthmus lab …}. */
@Command(
    name = "isthmus lab",
    mixinStandardHelpOptions = true,
    description = "A whole WAN on this machine: controller, edges, underlays, microservices.",
    subcommands = {
      UpCommand.class,
      StatusCommand.class,
      DemoCommand.class,
      WanCommand.class,
      BenchCommand.class,
      DownCommand.class,
      ReplayCommand.class
    })
public final class LabCommand {
  private LabCommand() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments, System.err));
  }

  /** The exit code: 0 done, 1 failed with a message, 2 wrong arguments. */
  static int run(String[] arguments, PrintStream errors) {
    CommandLine commandLine =
        new CommandLine(new LabCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler((failure, command, result) -> {
      if (!(failure instanceof LabFailure)) {
        throw failure;
      }
      errors.println("isthmus lab: " + failure.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    });
    if (arguments.length == 0) {
      commandLine.usage(errors);
      return CommandLine.ExitCode.USAGE;
    }
    return commandLine.execute(arguments);
  }
}
