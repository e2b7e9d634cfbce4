package io.isthmus.cli;

import io.isthmus.cli.context.Connection;
import io.isthmus.cli.rest.Answer;
import io.isthmus.cli.rest.Controller;
import io.isthmus.cli.show.Documents;
import io.isthmus.cli.show.Form;
import io.isthmus.cli.show.Output;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code isthmus apply}: makes the network what a document says. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the network what a document says, in one transaction, and waits until each edge that it"
          + " touches has answered.",
      "With --replace, what would be removed is shown and has to be agreed to, or --yes be given."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  isthmus apply -f network.yaml",
      "  isthmus apply -f network.yaml --replace --yes",
      "  isthmus apply -f - --no-wait < overlay.yaml"
    })
final class ApplyCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable Connection connection;
  @Mixin private @Nullable IntentOptions intent;
  @Mixin private @Nullable Waiting waiting;
  @Mixin private @Nullable Consent consent;
  @Mixin private @Nullable Output output;

  ApplyCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
    Controller controller = Objects.requireNonNull(connection).controller();
    IntentOptions document = Objects.requireNonNull(intent);
    if (document.replaces() && !agreed(commandLine, controller, document)) {
      return ExitCode.REFUSED.number();
    }
    Answer answer = document.apply(controller);
    ObjectNode changed = (ObjectNode) answer.json();
    Difference difference = new Difference(changed);
    PrintWriter out = commandLine.getOut();
    Form form = Objects.requireNonNull(output).form();
    if (!form.isDocument()) {
      difference.tell(out, invocation.terminal());
    }
    Waiting.End end =
        Objects.requireNonNull(waiting).follow(commandLine, controller, answer.operation());
    if (form.isDocument()) {
      end.operation().ifPresent(operation -> changed.set("operation", operation));
      out.println(Documents.text(changed, form));
    } else if (end.exitCode() == ExitCode.DONE && !difference.isEmpty()) {
      out.println("revision %d".formatted(changed.path("revision").asLong()));
    }
    out.flush();
    return end.exitCode().number();
  }

  private boolean agreed(CommandLine commandLine, Controller controller, IntentOptions document) {
    Difference difference = new Difference(document.plan(controller).json());
    if (difference.removed() == 0 || Objects.requireNonNull(consent).isGiven()) {
      return true;
    }
    difference.print(commandLine.getErr(), invocation.terminal());
    return Objects.requireNonNull(consent)
        .ask(commandLine, "Apply this? %s".formatted(difference.summary()));
  }
}
