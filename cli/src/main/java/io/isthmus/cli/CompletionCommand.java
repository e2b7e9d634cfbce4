package io.isthmus.cli;

import io.isthmus.cli.show.Terminal;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isthmus completion}: writes a script that completes commands in a shell. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Writes a script that completes isthmus's commands, options and kinds.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(isthmus completion bash)",
      "  isthmus completion zsh > ~/.isthmus-completion && echo 'source ~/.isthmus-completion' >> ~/.zshrc"
    })
final class CompletionCommand implements Runnable {
  /** What the script around this program does besides. */
  private static final List<String> OTHERS =
      List.of("lab", "controller", "edge", "replay", "build", "help");

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  private @Nullable Shell shell;

  /** One script serves both: zsh reads it in its mode for bash. */
  enum Shell {
    bash,
    zsh
  }

  @Override
  public void run() {
    CommandLine all =
        IsthmusCommand.commandLine(
            new Invocation(Map.of(), Terminal.ofProcess(Map.of()), System.in));
    OTHERS.forEach(name -> all.addSubcommand(name, CommandSpec.create()));
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.println(AutoComplete.bash("isthmus", all));
    out.flush();
  }
}
