package io.isthmus.cli;

import io.isthmus.cli.context.Connection;
import io.isthmus.cli.rest.Controller;
import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code isthmus enrollment-token}: what lets edges join. */
@Command(
    name = "enrollment-token",
    mixinStandardHelpOptions = true,
    description = {
      "Makes enrolment tokens.",
      "isthmus get enrollment-tokens lists them, isthmus delete enrollment-token ID withdraws one."
    })
final class EnrollmentTokenCommand {
  @Spec private @Nullable CommandSpec spec;

  /** What is written. */
  enum Show {
    /** The token alone. */
    TOKEN,
    /** What to paste into a root shell on the edge. */
    COMMAND
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = {
        "Makes a token for an edge or a site, and writes it, and nothing else, to the standard output.",
        "With --show command, writes what to paste into a root shell on the edge."
      })
  int create(
      @Mixin Connection connection,
      @Option(names = "--edge", description = "For this edge.") @Nullable String edge,
      @Option(names = "--site", description = "For any edge of this site.") @Nullable String site,
      @Option(names = "--uses", description = "How many keys it lets in; 1 where not given.")
          @Nullable Integer uses,
      @Option(names = "--needs-approval", description = "An operator has to agree to each use.")
          boolean needsApproval,
      @Option(
              names = "--ttl",
              converter = Lifetime.Converter.class,
              description = "How long it lasts: 1h (the default), 30m, 7d.")
          @Nullable Lifetime ttl,
      @Option(names = "--show", description = "token (the default) or command.")
          @Nullable Show show) {
    CommandSpec create = subcommand("create");
    if ((edge == null) == (site == null)) {
      throw new ParameterException(create.commandLine(), "give --edge or --site");
    }
    Controller controller = connection.controller();
    JsonNode made =
        controller
            .post(
                controller.path("enrollment-tokens"),
                body -> {
                  body.put(edge == null ? "site" : "edge", edge == null ? site : edge);
                  describe(body, uses, ttl);
                  if (needsApproval) {
                    body.put("approval", "NEEDED");
                  }
                })
            .json();
    PrintWriter err = create.commandLine().getErr();
    err.println(
        "isthmus: enrolment token %s ends %s; what follows is not shown again"
            .formatted(made.path("id").asString(""), made.path("expiresAt").asString("")));
    err.flush();
    JsonNode join = made.path("join");
    PrintWriter out = create.commandLine().getOut();
    out.println(join.path(show == Show.COMMAND ? "command" : "token").asString("").stripTrailing());
    out.flush();
    return 0;
  }

  private CommandSpec subcommand(String name) {
    return Objects.requireNonNull(Objects.requireNonNull(spec).subcommands().get(name))
        .getCommandSpec();
  }

  private static void describe(ObjectNode body, @Nullable Integer uses, @Nullable Lifetime ttl) {
    if (uses != null) {
      body.put("uses", uses);
    }
    if (ttl != null) {
      body.put("ttlSeconds", ttl.seconds());
    }
  }
}
