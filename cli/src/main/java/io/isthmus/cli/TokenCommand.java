package io.isthmus.cli;

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

/** {@code isthmus token}: API tokens. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = "Makes, lists and revokes API tokens.")
final class TokenCommand {
  private static final List<String> FIELDS =
      List.of("id", "name", "grants", "createdBy", "expiresAt", "revokedAt", "lastUsedAt");

  @Spec private @Nullable CommandSpec spec;

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = {
        "Makes a token and writes it, and nothing else, to the standard output.",
        "With --tenant and --role for one tenant; with --grant for several, or for all."
      })
  int create(
      @Mixin ControllerOptions options,
      @Option(names = "--name", required = true, description = "For people.") String name,
      @Option(names = "--tenant", description = "The tenant that it is for.")
          @Nullable String tenant,
      @Option(names = "--role", description = "viewer, orchestrator, operator or admin.")
          @Nullable String role,
      @Option(
              names = "--grant",
              paramLabel = "TENANT:ROLE",
              description = "Such as acme:viewer, or *:admin for all tenants; again for more.")
          @Nullable List<String> grants,
      @Option(
              names = "--ttl",
              converter = Lifetime.Converter.class,
              description = "How long it lasts: 90d (the default), 12h, 30m.")
          @Nullable Lifetime ttl) {
    boolean ofTenant = tenant != null && role != null && grants == null;
    boolean ofAny = tenant == null && role == null && grants != null;
    CommandSpec create = subcommand("create");
    if (!ofTenant && !ofAny) {
      throw new ParameterException(
          create.commandLine(), "Give --tenant and --role, or --grant once or more");
    }
    JsonNode made =
        options
            .controller()
            .post(
                path(tenant),
                body -> describe(body, name, role, grants == null ? List.of() : grants, ttl));
    create
        .commandLine()
        .getErr()
        .println(
            "isthmus: token %s (%s) ends %s; what follows is not shown again"
                .formatted(
                    made.path("id").asString(""), name, made.path("expiresAt").asString("never")));
    create.commandLine().getErr().flush();
    create.commandLine().getOut().println(made.path("token").asString(""));
    create.commandLine().getOut().flush();
    return 0;
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists tokens.")
  int list(
      @Mixin ControllerOptions options,
      @Option(names = "--tenant", description = "Those of this tenant; all where it is left out.")
          @Nullable String tenant,
      @Option(names = "--json", description = "A JSON object a line.") boolean json) {
    Listing.print(
        subcommand("list").commandLine().getOut(),
        options.controller().list(path(tenant)),
        json ? Listing.Form.JSON : Listing.Form.TABLE,
        FIELDS);
    return 0;
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Revokes a token for good.")
  int revoke(
      @Mixin ControllerOptions options,
      @Option(names = "--tenant", description = "Whose it is; not needed by who may see all.")
          @Nullable String tenant,
      @Parameters(paramLabel = "ID", description = "As list shows it.") UUID id) {
    options.controller().delete("%s/%s".formatted(path(tenant), id));
    return 0;
  }

  private CommandSpec subcommand(String name) {
    return Objects.requireNonNull(Objects.requireNonNull(spec).subcommands().get(name))
        .getCommandSpec();
  }

  private static void describe(
      ObjectNode body,
      String name,
      @Nullable String role,
      List<String> grants,
      @Nullable Lifetime ttl) {
    body.put("name", name);
    if (role != null) {
      body.put("role", role);
    } else {
      grants.forEach(body.putArray("grants")::add);
    }
    if (ttl != null) {
      body.put("ttlSeconds", ttl.seconds());
    }
  }

  private static String path(@Nullable String tenant) {
    return tenant == null
        ? "/api/v1/api-tokens"
        : "/api/v1/tenants/%s/api-tokens".formatted(PathSegment.of(tenant));
  }
}
