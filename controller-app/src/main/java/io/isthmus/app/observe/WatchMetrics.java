package io.isthmus.app.observe;

import io.isthmus.domain.reconcile.NetworkWatch;
import io.isthmus.domain.reconcile.WatchCount;
import io.isthmus.domain.telemetry.LiveQuality;
import io.isthmus.domain.telemetry.MeasurementBuffer;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.southbound.SouthboundServer;
import io.isthmus.southbound.session.SessionCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** What the controller shows of edges, paths and objectives; docs/metrics.md names it all. */
@Component
class WatchMetrics implements MeterBinder {
  private final NetworkWatch watch;
  private final LiveQuality live;
  private final SouthboundServer edges;

  WatchMetrics(NetworkWatch watch, LiveQuality live, SouthboundServer edges) {
    this.watch = watch;
    this.live = live;
    this.edges = edges;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    bindEdges(registry);
    for (PathState state : PathState.values()) {
      Gauge.builder("isthmus.paths", live, quality -> quality.counts().getOrDefault(state, 0L))
          .tag("state", label(state))
          .description("Paths of connected edges, by state")
          .register(registry);
    }
    bindMeasurements(registry);
    for (WatchCount count : WatchCount.values()) {
      FunctionCounter.builder(name(count), watch, told -> told.count(count))
          .description(description(count))
          .register(registry);
    }
    Gauge.builder("isthmus.sla.violations.open", watch, NetworkWatch::openViolations)
        .description("Violations that last, of all controllers; looked at every ten seconds")
        .register(registry);
  }

  private void bindEdges(MeterRegistry registry) {
    edges(registry, "awaiting-hello", SessionCounts::awaitingHello);
    edges(registry, "awaiting-answer", SessionCounts::awaitingAnswer);
    edges(registry, "in-sync", SessionCounts::inSync);
    edges(registry, "refused", SessionCounts::refused);
  }

  private void edges(MeterRegistry registry, String state, ToDoubleFunction<SessionCounts> count) {
    Gauge.builder("isthmus.edges", edges, server -> count.applyAsDouble(server.sessions()))
        .tag("state", state)
        .description("Streams of edges to this controller, by what they wait for")
        .register(registry);
  }

  private void bindMeasurements(MeterRegistry registry) {
    windows(registry, "received", MeasurementBuffer.Counts::received, "Windows that edges sent");
    windows(registry, "written", MeasurementBuffer.Counts::written, "Windows that are stored");
    windows(
        registry,
        "dropped",
        MeasurementBuffer.Counts::dropped,
        "Windows that the database did not take in time");
    Gauge.builder("isthmus.windows.waiting", watch, told -> told.measurements().waiting())
        .description("Windows that wait to be stored")
        .register(registry);
    TimeGauge.builder(
            "isthmus.windows.lag",
            watch,
            TimeUnit.MILLISECONDS,
            told -> told.measurements().lag().toMillis())
        .description("How long the oldest of them has waited")
        .register(registry);
  }

  private void windows(
      MeterRegistry registry,
      String what,
      ToDoubleFunction<MeasurementBuffer.Counts> count,
      String description) {
    FunctionCounter.builder(
            "isthmus.windows." + what, watch, told -> count.applyAsDouble(told.measurements()))
        .description(description)
        .register(registry);
  }

  private static String name(WatchCount count) {
    return switch (count) {
      case WINDOWS_REFUSED -> "isthmus.windows.refused";
      case WINDOWS_DROPPED_BY_EDGES -> "isthmus.windows.dropped.by.edges";
      case NOTICES_RECORDED -> "isthmus.notices.recorded";
      case NOTICES_REPEATED -> "isthmus.notices.repeated";
      case NOTICES_REFUSED -> "isthmus.notices.refused";
      case NOTICES_DROPPED_BY_EDGES -> "isthmus.notices.dropped.by.edges";
      case CHOICES -> "isthmus.choices";
      case VIOLATIONS_BEGUN -> "isthmus.sla.violations.begun";
      case VIOLATIONS_ENDED -> "isthmus.sla.violations.ended";
      case CLOCKS_CORRECTED -> "isthmus.clocks.corrected";
    };
  }

  private static String description(WatchCount count) {
    return switch (count) {
      case WINDOWS_REFUSED -> "Windows of what their edge has nothing to do with, or of nonsense";
      case WINDOWS_DROPPED_BY_EDGES -> "Windows that edges dropped because nobody took them";
      case NOTICES_RECORDED -> "Notices of edges that were recorded, each once";
      case NOTICES_REPEATED -> "Notices that came again and were passed over";
      case NOTICES_REFUSED -> "Notices of what their edge has nothing to do with, or of nonsense";
      case NOTICES_DROPPED_BY_EDGES -> "Notices that edges dropped because nobody took them";
      case CHOICES -> "Choices that edges made";
      case VIOLATIONS_BEGUN -> "Violations that began";
      case VIOLATIONS_ENDED -> "Violations that ended";
      case CLOCKS_CORRECTED -> "Messages whose times were so far off that the controller's counted";
    };
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
