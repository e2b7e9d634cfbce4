package io.isthmus.northbound.telemetry;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.telemetry.MeasurementPoint;
import io.isthmus.domain.telemetry.MeasurementQuery;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.domain.telemetry.PathWindow;
import io.isthmus.northbound.document.Numbers;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Measurements as the API shows them. */
@Schema(
    name = "Measurements",
    description = "What was measured over time: a series for each path and direction.")
record MeasurementsView(
    @Schema(description = "Begin of the first step, UTC.") Instant from,
    @Schema(description = "End of the last step, UTC.") Instant to,
    @Schema(description = "Length of a step, seconds.", example = "1") long stepSeconds,
    @Schema(description = "In order of path.") List<Series> series) {

  /** What was measured of a path. */
  @Schema(name = "MeasurementSeries", description = "What one edge measured of a path.")
  record Series(
      @Schema(
              description =
                  "Key of the path: edge/wan-link/remote-edge/remote-wan-link, and /plain after"
                      + " that where it is not encrypted.",
              example = "edge-nice/internet/cloud-paris/internet")
          String path,
      @Schema(description = "The edge that measured.", example = "edge-nice") String edge,
      @Schema(description = "Its link.", example = "internet") String localWanLink,
      @Schema(description = "The edge at the other end.", example = "cloud-paris")
          String remoteEdge,
      @Schema(description = "Its link.", example = "internet") String remoteWanLink,
      @Schema(
              description =
                  "How the path carries packets: WIREGUARD, encrypted, or PLAIN. The same two links may"
                      + " have a path of each.",
              example = "WIREGUARD")
          Protection protection,
      @Schema(
              description =
                  "Overlays with a tunnel on the path, of those that were asked for: what is"
                      + " measured of a path is measured of its tunnels.",
              example = "[\"on-1\"]")
          List<String> overlays,
      @Schema(description = "In order of time; steps without a measurement are left out.")
          List<Point> points) {}

  /** What was measured in a step. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "MeasurementPoint",
      description = "What was measured in one step. What was not is absent.")
  record Point(
      @Schema(description = "Begin of the step, UTC.") Instant at,
      @Schema(description = "State of the path at the end of the step.") PathState state,
      @Schema(description = "Time within the step that was measured.", example = "1000")
          Number measuredMs,
      @Schema(description = "Probes whose fate is known.", example = "10") int probes,
      @Schema(description = "Round trip, without the time in the remote edge.")
          @Nullable DelayView rttMs,
      @Schema(description = "One-way delay to the other edge, where the clocks allow it.")
          @Nullable DelayView forwardDelayMs,
      @Schema(description = "One-way delay back.") @Nullable DelayView backwardDelayMs,
      @Schema(description = "Delay variation to the other edge, 95th percentile.", example = "1.2")
          @Nullable Number jitterForwardMs,
      @Schema(description = "The same back.", example = "1.4") @Nullable Number jitterBackwardMs,
      @Schema(description = "Lost probes, per cent, either way.", example = "0")
          @Nullable Number lossPct,
      @Schema(description = "Lost to the other edge, per cent.", example = "0")
          @Nullable Number lossForwardPct,
      @Schema(description = "Lost on the way back, per cent.", example = "0")
          @Nullable Number lossBackwardPct,
      @Schema(description = "Lost in a direction that nobody can tell, per cent.", example = "0")
          @Nullable Number lossUnknownPct,
      @Schema(description = "Answers that came twice.", example = "0") int duplicated,
      @Schema(description = "Answers that came out of order.", example = "0") int reordered,
      @Schema(description = "What the local link sent, bits per second.", example = "1200000")
          long linkTxBps,
      @Schema(description = "What the local link received, bits per second.", example = "800000")
          long linkRxBps) {}

  /**
   * @param overlays those of each path that was asked for
   */
  static MeasurementsView of(
      MeasurementQuery query,
      Map<PathKey, ? extends Collection<Name>> overlays,
      List<MeasurementPoint> points,
      OptionalDouble percentile) {
    Map<PathKey, List<Point>> byPath = new TreeMap<>();
    query.paths().forEach(path -> byPath.put(path, new ArrayList<>()));
    for (MeasurementPoint point : points) {
      List<Point> series = byPath.get(point.merged().path());
      if (series != null) {
        series.add(point(point, percentile));
      }
    }
    return new MeasurementsView(
        query.begin(),
        query.end(),
        query.step().toSeconds(),
        byPath.entrySet().stream()
            .map(entry -> series(entry.getKey(), overlays.get(entry.getKey()), entry.getValue()))
            .toList());
  }

  private static Series series(
      PathKey path, @Nullable Collection<Name> overlays, List<Point> points) {
    return new Series(
        PathKeys.text(path),
        path.edge().edge().value(),
        path.localWanLink().value(),
        path.remoteEdge().value(),
        path.remoteWanLink().value(),
        path.protection(),
        overlays == null ? List.of() : overlays.stream().map(Name::value).toList(),
        points);
  }

  private static Point point(MeasurementPoint point, OptionalDouble percentile) {
    PathWindow merged = point.merged();
    boolean settled = merged.sent() > 0;
    return new Point(
        point.begin(),
        merged.state(),
        Numbers.millis(merged.length()),
        merged.sent(),
        merged.rtt().map(trips -> DelayView.of(trips, percentile)).orElse(null),
        merged.forward().map(DelayView::of).orElse(null),
        merged.backward().map(DelayView::of).orElse(null),
        Numbers.rounded(merged.jitterForwardMs()),
        Numbers.rounded(merged.jitterBackwardMs()),
        settled ? QualityView.pct(merged, merged.lost()) : null,
        settled ? QualityView.pct(merged, merged.lostForward()) : null,
        settled ? QualityView.pct(merged, merged.lostBackward()) : null,
        settled ? QualityView.pct(merged, merged.lostUnknown()) : null,
        merged.duplicated(),
        merged.reordered(),
        merged.linkTxBps(),
        merged.linkRxBps());
  }
}
