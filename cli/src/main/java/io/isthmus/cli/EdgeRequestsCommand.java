package io.isthmus.cli;

import io.isthmus.cli.context.Connection;
import io.isthmus.cli.rest.Controller;
import io.isthmus.cli.rest.PathSegment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code isthmus edge-requests}: edges that wait to be let in. */
@Command(
    name = "edge-requests",
    mixinStandardHelpOptions = true,
    description = {
      "Approves and rejects edges that ask to join.",
      "isthmus get edge-requests --pending lists those that wait."
    })
final class EdgeRequestsCommand {

  @Command(
      name = "approve",
      mixinStandardHelpOptions = true,
      description = "Lets an edge in; compare its key's fingerprint first.")
  int approve(
      @Mixin Connection connection,
      @Parameters(paramLabel = "ID", description = "As get edge-requests shows it.") String id) {
    return decide(connection, id, "approve");
  }

  @Command(
      name = "reject",
      mixinStandardHelpOptions = true,
      description = "Refuses a key for good.")
  int reject(
      @Mixin Connection connection,
      @Parameters(paramLabel = "ID", description = "As get edge-requests shows it.") String id) {
    return decide(connection, id, "reject");
  }

  private static int decide(Connection connection, String id, String verb) {
    Controller controller = connection.controller();
    controller.post(
        controller.path("enrollment-requests/%s:%s".formatted(PathSegment.of(id), verb)), _ -> {});
    return ExitCode.DONE.number();
  }
}
