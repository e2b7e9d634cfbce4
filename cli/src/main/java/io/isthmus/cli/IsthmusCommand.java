package io.isthmus.cli;

import io.isthmus.cli.rest.Refused;
import io.isthmus.cli.show.Terminal;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** {@code isthmus get}, {@code apply} and the others that ask a controller over its REST API. */
@Command(
    name = "isthmus",
    subcommands = {
      GetCommand.class,
      PlanCommand.class,
      ApplyCommand.class,
      DeleteCommand.class,
      RerouteCommand.class,
      WhyCommand.class,
      WatchCommand.class,
      TokenCommand.class,
      EnrollmentTokenCommand.class,
      EdgeRequestsCommand.class,
      ContextCommand.class,
      CompletionCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = IsthmusCommand.Version.class,
    description = "Asks a controller over its REST API.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all was done",
      "1:the controller refused, or what was asked for is not there",
      "2:the command line was not understood",
      "3:of plan: there are changes",
      "4:the change is stored, and an edge refused it",
      "5:the time was up before all edges had answered",
      "6:no controller answers"
    })
public final class IsthmusCommand {
  private IsthmusCommand() {}

  public static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    Invocation invocation = new Invocation(environment, Terminal.ofProcess(environment), System.in);
    System.exit(commandLine(invocation).execute(args));
  }

  public static CommandLine commandLine(Invocation invocation) {
    CommandLine commandLine = new CommandLine(new IsthmusCommand(), invocation.factory());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setUsageHelpLongOptionsMaxWidth(24);
    commandLine.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            invocation.terminal().hasColours() ? Ansi.ON : Ansi.OFF));
    commandLine.setParameterExceptionHandler((e, _) -> misunderstood(e));
    commandLine.setExecutionExceptionHandler((e, command, _) -> {
      if (!(e instanceof Refused refused)) {
        throw e;
      }
      PrintWriter err = command.getErr();
      err.println("isthmus: " + refused.getMessage());
      refused.more().forEach(line -> err.println("  " + line));
      err.flush();
      return refused.exitCode().number();
    });
    return commandLine;
  }

  /** What is wrong, and where help is; all of the help would push it off the screen. */
  private static int misunderstood(ParameterException e) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("isthmus: " + words(e));
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("  %s --help says more".formatted(command.getCommandSpec().qualifiedName()));
    err.flush();
    return ExitCode.USAGE.number();
  }

  /** With what there is to choose from, where it is little enough to be said. */
  private static String words(ParameterException e) {
    String message = String.valueOf(e.getMessage());
    CommandLine command = e.getCommandLine();
    Set<String> below = command.getSubcommands().keySet();
    if (!below.isEmpty()) {
      return "%s: %s has %s"
          .formatted(message, command.getCommandSpec().qualifiedName(), String.join(", ", below));
    }
    return message + candidates(e);
  }

  /** Of the first parameter that is missing. */
  private static String candidates(ParameterException e) {
    if (e instanceof CommandLine.MissingParameterException missing) {
      for (CommandLine.Model.ArgSpec parameter : missing.getMissing()) {
        Iterable<String> candidates = parameter.completionCandidates();
        if (parameter.isPositional() && candidates != null) {
          return ", one of " + String.join(", ", candidates);
        }
      }
    }
    return "";
  }

  /** Of the jar that this is in. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = IsthmusCommand.class.getPackage().getImplementationVersion();
      return new String[] {"isthmus " + (version == null ? "(not packaged)" : version)};
    }
  }
}
