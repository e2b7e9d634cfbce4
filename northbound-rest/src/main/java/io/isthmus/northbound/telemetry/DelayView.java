package io.isthmus.northbound.telemetry;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.telemetry.PathWindow;
import io.isthmus.northbound.document.Numbers;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Delays as the API shows them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Delay",
    description =
        "Delays of one window or step, milliseconds. Percentiles are of round trips only, and within"
            + " 1 %.")
public record DelayView(
    @Schema(description = "Least.", example = "19.8") Number min,
    @Schema(description = "Mean.", example = "20.6") Number mean,
    @Schema(description = "Median.", example = "20.4") @Nullable Number p50,
    @Schema(description = "95th percentile.", example = "23.1") @Nullable Number p95,
    @Schema(description = "The percentile that was asked for.", example = "27")
        @Nullable Number percentile,
    @Schema(description = "Most.", example = "31.2") Number max) {

  static DelayView of(PathWindow.Delay delay) {
    return new DelayView(
        Numbers.rounded(delay.minMs()),
        Numbers.rounded(delay.meanMs()),
        null,
        null,
        null,
        Numbers.rounded(delay.maxMs()));
  }

  /**
   * @param percentile one more than those that are always shown
   */
  static DelayView of(PathWindow.RoundTrips trips, OptionalDouble percentile) {
    return new DelayView(
        Numbers.rounded(trips.delay().minMs()),
        Numbers.rounded(trips.delay().meanMs()),
        Numbers.rounded(trips.percentileMs(50)),
        Numbers.rounded(trips.percentileMs(95)),
        percentile.isPresent()
            ? Numbers.rounded(trips.percentileMs(percentile.getAsDouble()))
            : null,
        Numbers.rounded(trips.delay().maxMs()));
  }
}
