package io.isthmus.northbound.topology;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.path.Carriage;
import io.isthmus.domain.sla.SlaMetric;
import io.isthmus.domain.sla.SlaViolation;
import io.isthmus.domain.steering.Choice;
import io.isthmus.domain.telemetry.LiveQuality;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.northbound.document.Numbers;
import io.isthmus.northbound.telemetry.PathKeys;
import io.isthmus.northbound.telemetry.QualityView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a class fares from one edge to another, as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "TrafficClassStatus",
    description = "How a class fares from one edge to another: what carries it, and every verdict.")
record ClassStatusView(
    @Schema(description = "Where the packets enter.", example = "edge-nice") String sourceEdge,
    @Schema(description = "Where they leave.", example = "cloud-paris") String destinationEdge,
    @Schema(
            description =
                "The worst verdict of the tunnels that carry the class now; UNKNOWN when none does,"
                    + " or nobody knows which.",
            example = "KEPT")
        Verdict verdict,
    @Schema(
            description =
                "What carries it now, as the source edge last told; absent when it has told nothing"
                    + " yet.")
        CarriageView.@Nullable Effective effective,
    @Schema(description = "Every tunnel that may carry the class, best rank first.")
        List<TunnelVerdict> tunnels) {

  /** Whether an objective is kept; from better to worse. */
  enum Verdict {
    KEPT,
    UNKNOWN,
    BROKEN
  }

  /** A tunnel and the verdict on it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "TunnelVerdict",
      description = "Whether a tunnel keeps the objective of a class, as the source edge judges.")
  record TunnelVerdict(
      @Schema(description = "Name of the overlay.", example = "on-1") String overlay,
      @Schema(description = "Link of the source edge.", example = "internet") String localWanLink,
      @Schema(
              description = "Where the tunnel ends: the destination, or a hub on the way.",
              example = "cloud-paris")
          String remoteEdge,
      @Schema(description = "Link of the remote edge.", example = "internet") String remoteWanLink,
      @Schema(
              description =
                  "How the path carries it: WIREGUARD, encrypted, or PLAIN. The same two links may"
                      + " have a path of each.",
              example = "WIREGUARD")
          Protection protection,
      @Schema(description = "Order of preference, 0 first.", example = "0") int rank,
      @Schema(description = "Whether it carries the class now.", example = "true") boolean carrying,
      @Schema(
              description =
                  "KEPT: its path is up, and it keeps the objective, or the class has none. BROKEN:"
                      + " it breaks the objective, or its path is dead. UNKNOWN: nobody knows how"
                      + " the path is. The list is closed.",
              example = "KEPT")
          Verdict verdict,
      @Schema(description = "Id of the violation that lasts; see sla-violations.")
          @Nullable UUID violation,
      @Schema(description = "What broke it.", example = "LOSS_PCT") @Nullable SlaMetric metric,
      @Schema(description = "What was measured then, in the metric's unit.", example = "3.2")
          @Nullable Number value,
      @Schema(description = "The threshold that it crossed.", example = "1")
          @Nullable Number threshold,
      @Schema(description = "When it broke, UTC.") @Nullable Instant brokenSince,
      @Schema(description = "How the source edge finds the path now.") QualityView quality) {

    static TunnelVerdict of(
        Carriage.Candidate candidate,
        PathKey path,
        boolean carrying,
        Optional<SlaViolation> violation,
        LiveQuality live) {
      QualityView quality = QualityView.of(live, path);
      Optional<SlaViolation> measured =
          violation.filter(broken -> broken.metric() != SlaMetric.PATH_DOWN);
      return new TunnelVerdict(
          candidate.tunnel().overlay().value(),
          path.localWanLink().value(),
          path.remoteEdge().value(),
          path.remoteWanLink().value(),
          path.protection(),
          candidate.rank(),
          carrying,
          violation.isPresent() ? Verdict.BROKEN : byPath(quality),
          violation.map(SlaViolation::id).orElse(null),
          violation.map(SlaViolation::metric).orElse(null),
          measured.map(broken -> Numbers.rounded(broken.value())).orElse(null),
          measured.map(broken -> Numbers.rounded(broken.threshold())).orElse(null),
          violation.map(SlaViolation::beganAt).orElse(null),
          quality);
    }

    private static Verdict byPath(QualityView quality) {
      return switch (quality.state()) {
        case UP -> Verdict.KEPT;
        case DOWN -> Verdict.BROKEN;
        case UNKNOWN, REMOTE_SILENT -> Verdict.UNKNOWN;
      };
    }
  }

  static ClassStatusView of(
      Carriage carriage,
      Name tenant,
      Optional<Choice> choice,
      OpenViolations violations,
      LiveQuality live) {
    List<TunnelVerdict> tunnels =
        carriage.candidates().stream()
            .map(candidate -> {
              PathKey path = PathKeys.of(tenant, candidate.tunnel());
              Name overlay = candidate.tunnel().overlay();
              return TunnelVerdict.of(
                  candidate,
                  path,
                  choice.map(made -> carries(made, overlay, path)).orElse(false),
                  violations.find(carriage.destinationEdge(), overlay, path),
                  live);
            })
            .toList();
    return new ClassStatusView(
        carriage.sourceEdge().value(),
        carriage.destinationEdge().value(),
        worst(tunnels),
        choice.map(CarriageView.Effective::of).orElse(null),
        tunnels);
  }

  private static boolean carries(Choice choice, Name overlay, PathKey path) {
    return choice.members().stream()
        .anyMatch(member -> member.overlay().equals(overlay) && member.path().equals(path));
  }

  private static Verdict worst(List<TunnelVerdict> tunnels) {
    return tunnels.stream()
        .filter(TunnelVerdict::carrying)
        .map(TunnelVerdict::verdict)
        .max(Verdict::compareTo)
        .orElse(Verdict.UNKNOWN);
  }
}
