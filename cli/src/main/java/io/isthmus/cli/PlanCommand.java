package io.isthmus.cli;

import io.isthmus.cli.context.Connection;
import io.isthmus.cli.show.Documents;
import io.isthmus.cli.show.Form;
import io.isthmus.cli.show.Output;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code isthmus plan}: says what {@code apply} would change. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Says what apply would change, and changes nothing.",
      "Ends with 0 where nothing is different, and with 3 where something is."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  isthmus plan -f network.yaml",
      "  isthmus plan -f network.yaml --replace",
      "  isthmus get overlay on-1 -o yaml | yq '{overlays: [.]}' | isthmus plan -f -"
    })
final class PlanCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable Connection connection;
  @Mixin private @Nullable IntentOptions intent;
  @Mixin private @Nullable Output output;

  PlanCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    JsonNode answer =
        Objects.requireNonNull(intent).plan(Objects.requireNonNull(connection).controller()).json();
    Difference difference = new Difference(answer);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Form form = Objects.requireNonNull(output).form();
    if (form.isDocument()) {
      out.println(Documents.text(answer, form));
    } else {
      difference.tell(out, invocation.terminal());
    }
    out.flush();
    return (difference.isEmpty() ? ExitCode.DONE : ExitCode.CHANGES).number();
  }
}
