package io.isthmus.cli;

import io.isthmus.cli.context.Connection;
import io.isthmus.cli.kind.Kind;
import io.isthmus.cli.kind.Kind.Trait;
import io.isthmus.cli.kind.Kinds;
import io.isthmus.cli.rest.Answer;
import io.isthmus.cli.rest.Controller;
import io.isthmus.cli.rest.PathSegment;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isthmus delete}: removes, ends, revokes, withdraws. */
@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    description = {
      "Removes what was declared. Of decisions: ends them; of tokens: revokes them; of"
          + " enrollment-tokens: withdraws them.",
      "Asks first; where no terminal is, --yes is needed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  isthmus delete application crm",
      "  isthmus delete wan-link edge-nice lte",
      "  isthmus delete decision 5f0c1f6e-… --yes",
      "  isthmus delete token 0f8fad5b-… --yes"
    })
final class DeleteCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable Connection connection;
  @Mixin private @Nullable Waiting waiting;
  @Mixin private @Nullable Consent consent;

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      completionCandidates = Deletable.class,
      converter = KindNames.Converter.class,
      description = "${COMPLETION-CANDIDATES}; the singular does too.")
  private @Nullable Kind kind;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "NAME",
      description = "Names or ids; of wan-links and lan-segments, after the name of their edge.")
  private List<String> names = List.of();

  @Option(names = "--all-tenants", description = "tokens: one that is not of a single tenant.")
  private boolean allTenants;

  @Override
  public Integer call() {
    CommandSpec command = Objects.requireNonNull(spec);
    CommandLine commandLine = command.commandLine();
    Asked things = Asked.of(command, Objects.requireNonNull(kind), names);
    Kind asked = things.kind();
    if (!asked.has(Trait.CAN_BE_DELETED)) {
      throw new ParameterException(
          commandLine,
          "%s cannot be deleted; what can: %s"
              .formatted(asked.name(), String.join(", ", new Deletable())));
    }
    if (things.names().isEmpty()) {
      throw new ParameterException(
          commandLine, "give the names of the %s after the edge's".formatted(asked.name()));
    }
    Controller controller = Objects.requireNonNull(connection).controller();
    String question =
        "Delete %s of %s?"
            .formatted(
                String.join(", ", things.names().stream().map(things::described).toList()),
                controller.tenant());
    if (!Objects.requireNonNull(consent).ask(commandLine, question)) {
      return ExitCode.REFUSED.number();
    }
    ExitCode worst = ExitCode.DONE;
    for (String name : things.names()) {
      ExitCode end = delete(commandLine, controller, things, name);
      worst = end == ExitCode.DONE ? worst : end;
    }
    return worst.number();
  }

  private ExitCode delete(
      CommandLine commandLine, Controller controller, Asked things, String name) {
    Listing.Whose whose =
        allTenants && things.kind().has(Trait.ALSO_OF_ALL_TENANTS)
            ? Listing.Whose.ALL_TENANTS
            : Listing.Whose.THE_TENANT;
    String path = Listing.collection(controller, things.kind(), whose) + "/" + PathSegment.of(name);
    Answer answer = controller.delete(path);
    ExitCode end =
        Objects.requireNonNull(waiting)
            .follow(commandLine, controller, answer.operation())
            .exitCode();
    commandLine.getOut().println(things.described(name) + " deleted");
    commandLine.getOut().flush();
    return end;
  }

  /** For completion. */
  static final class Deletable implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Kinds.ALL.stream()
          .filter(kind -> kind.has(Trait.CAN_BE_DELETED))
          .map(Kind::name)
          .iterator();
    }
  }
}
