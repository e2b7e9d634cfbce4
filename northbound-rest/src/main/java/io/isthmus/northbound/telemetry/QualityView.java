package io.isthmus.northbound.telemetry;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.telemetry.LivePath;
import io.isthmus.domain.telemetry.LiveQuality;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.domain.telemetry.PathWindow;
import io.isthmus.northbound.document.Numbers;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** How a path is, as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "PathQuality",
    description =
        "How a path is, as one of its edges measures it: the state now, and the newest window, of"
            + " about one second. What was not measured is absent.")
public record QualityView(
    @Schema(
            description =
                "UP: it carries packets. DOWN: probes are lost on it, while the remote edge is heard"
                    + " on another path, or cannot be asked. REMOTE_SILENT: the remote edge is heard"
                    + " on no path, and none is to blame. UNKNOWN: not measured, or its edge was not"
                    + " heard of for 5 s. The list is closed.",
            example = "UP")
        PathState state,
    @Schema(description = "When the state became this, UTC.") @Nullable Instant stateSince,
    @Schema(description = "Begin of the newest window, UTC.") @Nullable Instant measuredAt,
    @Schema(description = "Probes of the window whose fate is known.", example = "10")
        @Nullable Integer probes,
    @Schema(description = "Round trip, without the time in the remote edge.")
        @Nullable DelayView rttMs,
    @Schema(description = "One-way delay from the measuring edge to the other.")
        @Nullable DelayView forwardDelayMs,
    @Schema(description = "One-way delay back.") @Nullable DelayView backwardDelayMs,
    @Schema(
            description =
                "Why there is no one-way delay. CLOCKS_NOT_SYNCHRONISED: the clocks of the two edges"
                    + " do not allow it; objectives on it are judged by half the round trip."
                    + " NOTHING_ANSWERED: no probe came back.",
            example = "CLOCKS_NOT_SYNCHRONISED")
        @Nullable NoDelay noOneWayDelayBecause,
    @Schema(
            description =
                "Delay variation from the measuring edge to the other: 95th percentile above the"
                    + " minimum of the last minute (RFC 5481).",
            example = "1.2")
        @Nullable Number jitterForwardMs,
    @Schema(description = "The same back.", example = "1.4") @Nullable Number jitterBackwardMs,
    @Schema(description = "Lost probes, per cent, either way.", example = "0")
        @Nullable Number lossPct,
    @Schema(description = "Lost from the measuring edge to the other, per cent.", example = "0")
        @Nullable Number lossForwardPct,
    @Schema(description = "Lost on the way back, per cent.", example = "0")
        @Nullable Number lossBackwardPct,
    @Schema(
            description = "Lost where nothing came back that could tell the direction, per cent.",
            example = "0")
        @Nullable Number lossUnknownPct,
    @Schema(description = "What the local link sends, bits per second.", example = "1200000")
        @Nullable Long linkTxBps,
    @Schema(description = "What the local link receives, bits per second.", example = "800000")
        @Nullable Long linkRxBps) {

  /** Why there is no one-way delay. */
  public enum NoDelay {
    CLOCKS_NOT_SYNCHRONISED,
    NOTHING_ANSWERED
  }

  /** What is known of the path now. */
  public static QualityView of(LiveQuality live, PathKey path) {
    Optional<LivePath> known = live.find(path);
    return of(
        known.map(LivePath::state).orElse(PathState.UNKNOWN),
        known.map(LivePath::since),
        known.flatMap(LivePath::latest));
  }

  private static QualityView of(
      PathState state, Optional<Instant> since, Optional<PathWindow> latest) {
    Optional<PathWindow> settled = latest.filter(window -> window.sent() > 0);
    return new QualityView(
        state,
        since.orElse(null),
        latest.map(PathWindow::begin).orElse(null),
        latest.map(PathWindow::sent).orElse(null),
        latest
            .flatMap(PathWindow::rtt)
            .map(trips -> DelayView.of(trips, OptionalDouble.empty()))
            .orElse(null),
        latest.flatMap(PathWindow::forward).map(DelayView::of).orElse(null),
        latest.flatMap(PathWindow::backward).map(DelayView::of).orElse(null),
        settled.map(QualityView::reason).orElse(null),
        latest.map(window -> Numbers.rounded(window.jitterForwardMs())).orElse(null),
        latest.map(window -> Numbers.rounded(window.jitterBackwardMs())).orElse(null),
        settled.map(window -> pct(window, window.lost())).orElse(null),
        settled.map(window -> pct(window, window.lostForward())).orElse(null),
        settled.map(window -> pct(window, window.lostBackward())).orElse(null),
        settled.map(window -> pct(window, window.lostUnknown())).orElse(null),
        latest.map(PathWindow::linkTxBps).orElse(null),
        latest.map(PathWindow::linkRxBps).orElse(null));
  }

  static Number pct(PathWindow window, int lost) {
    return Numbers.rounded(100.0 * lost / window.sent());
  }

  private static @Nullable NoDelay reason(PathWindow window) {
    if (window.forward().isPresent() || window.backward().isPresent()) {
      return null;
    }
    return window.rtt().isPresent() ? NoDelay.CLOCKS_NOT_SYNCHRONISED : NoDelay.NOTHING_ANSWERED;
  }
}
