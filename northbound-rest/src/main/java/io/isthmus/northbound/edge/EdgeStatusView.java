package io.isthmus.northbound.edge;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.reconcile.EdgeReport;
import io.isthmus.domain.reconcile.EdgeStatus;
import io.isthmus.domain.topology.EdgeProfile;
import io.isthmus.domain.trust.EdgeIdentity;
import io.isthmus.northbound.operation.OperationView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How an edge is, as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "EdgeStatus", description = "How an edge is, as far as this controller knows.")
public record EdgeStatusView(
    @Schema(description = "Name of the edge.", example = "edge-nice") String edge,
    @Schema(description = "Whether the edge's agent is connected.")
        EdgeStatus.Connection connection,
    @Schema(description = "When that last changed, UTC; absent when the edge was never seen.")
        @Nullable Instant since,
    @Schema(
            description =
                "UNKNOWN: the edge has said nothing yet. PENDING: the planned configuration was"
                    + " sent, or will be. IN_SYNC: the edge carries it. REFUSED: the edge refused"
                    + " it and carries an older one.")
        EdgeStatus.ConfigState configState,
    @Schema(
            description = "Revision of the configuration that the edge should carry.",
            example = "7")
        long plannedRevision,
    @Schema(
            description = "Revision of the one that it said it carries; 0 when unknown or none.",
            example = "7")
        long appliedRevision,
    @Schema(description = "Why it refused, in configState REFUSED; empty otherwise.")
        List<OperationView.Reason> errors,
    @Schema(description = "What its agent said when it connected; absent when it never did.")
        @Nullable Agent agent,
    @Schema(
            description =
                "ADMITTED: others exchange packets with it. REVOKED: it has no tunnel at any edge.")
        EdgeProfile.Standing standing,
    @Schema(description = "The keys that encrypt its paths.") Keys keys,
    @Schema(description = "Times that the agent mended its data plane since it connected.")
        int driftRepairs,
    @Schema(
            description =
                "By what the controller knows the edge: its newest identity, also one that counts"
                    + " no more; absent when it has never joined.")
        @Nullable EdgeIdentityView identity) {

  /** What an agent said of itself. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "EdgeAgent", description = "What an edge's agent said of itself.")
  public record Agent(
      @Schema(description = "Version of the agent.", example = "0.1.0") String version,
      @Schema(description = "Release of the edge's kernel.", example = "6.12.0")
          String kernelRelease,
      @Schema(description = "What the edge can do, in the agent's words.")
          List<String> capabilities,
      @Schema(
              description =
                  "What encrypts its paths: the KERNEL, or wireguard-go in USERSPACE. NONE: it"
                      + " refuses encrypted paths. UNKNOWN: it did not say.",
              example = "KERNEL")
          EdgeReport.WireGuard wireGuard,
      @Schema(description = "The edge's network interfaces when it connected.")
          List<Interface> interfaces,
      @Schema(
              description = "Resident memory of the agent, bytes; absent when it did not say.",
              example = "50331648")
          @Nullable Long rssBytes) {}

  /** The keys of an edge. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "EdgeKeys",
      description =
          "The keys that encrypt the paths of an edge. They are made on it and never leave it; they"
              + " change on a schedule, and on demand by rotate-keys.")
  public record Keys(
      @Schema(
              description =
                  "The generation that packets are sent by; absent as long as the edge has told of"
                      + " none.",
              example = "1")
          @Nullable Integer generation,
      @Schema(
              description =
                  "STABLE: one generation is in use. OFFERED: a younger one is asked for, and taken"
                      + " beside it. SWITCHING: the younger one is active, and not all edges have"
                      + " confirmed that. RETIRING: all have, and the older one is about to go. The"
                      + " list is closed.",
              example = "STABLE")
          EdgeProfile.Step state,
      @Schema(description = "Since when, UTC; absent as long as the edge has told of none.")
          @Nullable Instant since) {
    static Keys of(EdgeProfile profile) {
      boolean known = !profile.keys().isEmpty();
      return new Keys(
          known ? profile.activeGeneration() : null,
          profile.step(),
          known ? profile.since() : null);
    }
  }

  /** A network interface. */
  @Schema(name = "EdgeInterface", description = "A network interface of an edge.")
  public record Interface(
      @Schema(description = "Name in Linux.", example = "wan0") String name,
      @Schema(description = "Whether it is up.") boolean up,
      @Schema(description = "Bytes.", example = "1500") int mtu,
      @Schema(description = "With prefix length.", example = "[\"192.0.2.1/24\"]")
          List<String> addresses) {}

  static EdgeStatusView of(
      EdgeStatus status, EdgeProfile profile, Optional<EdgeIdentity> identity) {
    return new EdgeStatusView(
        status.edge().edge().value(),
        status.connection(),
        status.since().orElse(null),
        status.configState(),
        status.plannedRevision(),
        status.appliedRevision(),
        status.errors().stream().map(OperationView.Reason::of).toList(),
        status.report().map(report -> agent(report, status.agentRssBytes())).orElse(null),
        profile.standing(),
        Keys.of(profile),
        status.driftRepairs(),
        identity.map(EdgeIdentityView::of).orElse(null));
  }

  /** Of an edge that was declared a moment ago and is not planned yet. */
  static EdgeStatusView ofNew(EdgeProfile profile, Optional<EdgeIdentity> identity) {
    return new EdgeStatusView(
        profile.edge().value(),
        EdgeStatus.Connection.DISCONNECTED,
        null,
        EdgeStatus.ConfigState.UNKNOWN,
        0,
        0,
        List.of(),
        null,
        profile.standing(),
        Keys.of(profile),
        0,
        identity.map(EdgeIdentityView::of).orElse(null));
  }

  private static Agent agent(EdgeReport report, long rssBytes) {
    return new Agent(
        report.agentVersion(),
        report.kernelRelease(),
        report.capabilities(),
        report.wireGuard(),
        report.interfaces().stream()
            .map(device ->
                new Interface(device.name(), device.up(), device.mtu(), device.addresses()))
            .toList(),
        rssBytes == 0 ? null : rssBytes);
  }
}
