package io.isthmus.cli;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isthmus edge-requests}: edges that wait to be let in. */
@Command(
    name = "edge-requests",
    mixinStandardHelpOptions = true,
    description = "Lists, approves and rejects edges that ask to join.")
final class EdgeRequestsCommand {
  private static final List<String> FIELDS =
      List.of("id", "edge", "state", "keyFingerprint", "from", "requestedAt", "decidedBy");

  @Spec private @Nullable CommandSpec spec;

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists requests.")
  int list(
      @Mixin ControllerOptions options,
      @Option(names = "--tenant", required = true, description = "Of this tenant.") String tenant,
      @Option(names = "--pending", description = "Only those that wait.") boolean pending,
      @Option(names = "--json", description = "A JSON object a line.") boolean json) {
    Listing.print(
        Objects.requireNonNull(spec).commandLine().getOut(),
        options.controller().list(path(tenant) + (pending ? "?state=PENDING" : "")),
        json ? Listing.Form.JSON : Listing.Form.TABLE,
        FIELDS);
    return 0;
  }

  @Command(
      name = "approve",
      mixinStandardHelpOptions = true,
      description = "Lets an edge in; compare its key's fingerprint first.")
  int approve(
      @Mixin ControllerOptions options,
      @Option(names = "--tenant", required = true, description = "Of this tenant.") String tenant,
      @Parameters(paramLabel = "ID", description = "As list shows it.") UUID id) {
    options.controller().post("%s/%s:approve".formatted(path(tenant), id), _ -> {});
    return 0;
  }

  @Command(
      name = "reject",
      mixinStandardHelpOptions = true,
      description = "Refuses a key for good.")
  int reject(
      @Mixin ControllerOptions options,
      @Option(names = "--tenant", required = true, description = "Of this tenant.") String tenant,
      @Parameters(paramLabel = "ID", description = "As list shows it.") UUID id) {
    options.controller().post("%s/%s:reject".formatted(path(tenant), id), _ -> {});
    return 0;
  }

  private static String path(String tenant) {
    return "/api/v1/tenants/%s/enrollment-requests".formatted(PathSegment.of(tenant));
  }
}
