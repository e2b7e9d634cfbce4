package io.isthmus.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code isthmus enrollment-token}: what lets edges join. */
@Command(
    name = "enrollment-token",
    mixinStandardHelpOptions = true,
    description = "Makes, lists and withdraws enrolment tokens.")
final class EnrollmentTokenCommand {
  private static final List<String> FIELDS =
      List.of("id", "edge", "site", "approval", "used", "uses", "state", "expiresAt", "createdBy");

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
      @Mixin ControllerOptions options,
      @Option(names = "--tenant", required = true, description = "Whose edge it is.") String tenant,
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
      throw new ParameterException(create.commandLine(), "Give --edge or --site");
    }
    JsonNode made =
        options
            .controller()
            .post(
                path(tenant),
                body -> {
                  body.put(edge == null ? "site" : "edge", edge == null ? site : edge);
                  describe(body, uses, ttl);
                  if (needsApproval) {
                    body.put("approval", "NEEDED");
                  }
                });
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

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists tokens.")
  int list(
      @Mixin ControllerOptions options,
      @Option(names = "--tenant", required = true, description = "Of this tenant.") String tenant,
      @Option(names = "--json", description = "A JSON object a line.") boolean json) {
    Listing.print(
        subcommand("list").commandLine().getOut(),
        options.controller().list(path(tenant)),
        json ? Listing.Form.JSON : Listing.Form.TABLE,
        FIELDS);
    return 0;
  }

  @Command(
      name = "withdraw",
      mixinStandardHelpOptions = true,
      description = "From now on the token lets nobody in.")
  int withdraw(
      @Mixin ControllerOptions options,
      @Option(names = "--tenant", required = true, description = "Of this tenant.") String tenant,
      @Parameters(paramLabel = "ID", description = "As list shows it.") UUID id) {
    options.controller().delete("%s/%s".formatted(path(tenant), id));
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

  private static String path(String tenant) {
    return "/api/v1/tenants/%s/enrollment-tokens".formatted(PathSegment.of(tenant));
  }
}
