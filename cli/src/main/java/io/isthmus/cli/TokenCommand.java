package io.isthmus.cli;

import io.isthmus.cli.context.Connection;
import io.isthmus.cli.rest.Controller;
import java.util.List;
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

/** {@code isthmus token}: API tokens. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = {
      "Makes API tokens.",
      "isthmus get tokens lists them, isthmus delete token ID revokes one."
    })
final class TokenCommand {
  @Spec private @Nullable CommandSpec spec;

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = {
        "Makes a token and writes it, and nothing else, to the standard output.",
        "With --role for the tenant; with --grant for several tenants, or for all."
      })
  int create(
      @Mixin Connection connection,
      @Option(names = "--name", required = true, description = "For people.") String name,
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
    CommandSpec create = subcommand("create");
    if ((role == null) == (grants == null)) {
      throw new ParameterException(create.commandLine(), "give --role, or --grant once or more");
    }
    Controller controller = connection.controller();
    JsonNode made =
        controller
            .post(
                grants == null ? controller.path("api-tokens") : "/api/v1/api-tokens",
                body -> describe(body, name, role, grants == null ? List.of() : grants, ttl))
            .json();
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
}
