package io.isthmus.agent.control;

import io.isthmus.agent.metrics.MetricsEndpoint;
import io.isthmus.agent.metrics.MetricsText;
import io.isthmus.agent.probe.ProbeCounts;
import io.isthmus.agent.probe.Prober;
import io.isthmus.selection.quality.DelaySketch;
import io.isthmus.southbound.api.v1.PathState;
import io.isthmus.southbound.api.v1.PathWindow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the agent itself knows, for {@code docs/metrics.md}. */
final class AgentMetrics implements MetricsText.Source, AutoCloseable {

  private static final double MICROS = 1e6;

  private final Prober prober;
  private final Reporter reporter;
  private final Backlog backlog;
  private volatile Now now = new Now(0, false, Instant.EPOCH, 0, 0, 0, 0);
  private @Nullable MetricsEndpoint endpoint;

  AgentMetrics(Prober prober, Reporter reporter, Backlog backlog) {
    this.prober = prober;
    this.reporter = reporter;
    this.backlog = backlog;
  }

  /** An edge that cannot be watched still has to work. */
  void serve(InetSocketAddress address) {
    try {
      endpoint = MetricsEndpoint.open(address, List.of(this));
    } catch (IOException e) {
      Log.warn("metrics cannot be served at " + address + ": " + e.getMessage());
    }
  }

  @Override
  public void close() {
    if (endpoint != null) {
      endpoint.close();
    }
  }

  /** What the agent's thread knows now. */
  void update(Now known) {
    now = known;
  }

  /**
   * What the agent's thread knows.
   *
   * @param certificateExpiry of the edge's own
   * @param applyMicros all that were spent on the updates that were applied
   * @param mended objects that others changed and that were put back
   */
  record Now(
      long revision,
      boolean connected,
      Instant certificateExpiry,
      long applied,
      long refused,
      long applyMicros,
      long mended) {}

  @Override
  public void write(MetricsText text) {
    agent(text);
    probes(text);
    Map<String, PathWindow> windows = new TreeMap<>(reporter.lastWindows());
    windows.forEach((path, window) -> path(text, path, window));
    new TreeMap<>(reporter.states()).forEach((path, state) -> state(text, path, state));
  }

  private void agent(MetricsText text) {
    Now known = now;
    text.gauge(
        "isthmus_edge_config_revision",
        "Revision of the configuration in force.",
        known.revision());
    text.counter(
        "isthmus_edge_updates_total",
        "Configurations that came, by what became of them.",
        known.applied(),
        "outcome",
        "applied");
    text.counter(
        "isthmus_edge_updates_total",
        "Configurations that came, by what became of them.",
        known.refused(),
        "outcome",
        "refused");
    text.counter(
        "isthmus_edge_apply_seconds_total",
        "Time spent on applying configurations.",
        known.applyMicros() / MICROS);
    text.counter(
        "isthmus_edge_mended_objects_total",
        "Kernel objects that others changed and that were put back.",
        known.mended());
    text.gauge(
        "isthmus_edge_certificate_expiry_timestamp_seconds",
        "When the certificate of the edge runs out, in seconds since 1970.",
        known.certificateExpiry().getEpochSecond());
    text.gauge(
        "isthmus_edge_controller_connected",
        "1 while there is a session with the controller.",
        known.connected() ? 1 : 0);
    text.gauge(
        "isthmus_edge_resident_bytes", "Resident set size of the agent.", Messages.residentBytes());
    text.gauge(
        "isthmus_edge_notices_waiting",
        "Notices that the controller has not acknowledged.",
        backlog.waitingNotices());
    text.counter(
        "isthmus_edge_notices_dropped_total",
        "Notices that went because too many waited.",
        backlog.droppedNotices());
    text.gauge(
        "isthmus_edge_measurement_batches_waiting",
        "Seconds of measurements that nobody took yet.",
        backlog.waitingBatches());
    text.counter(
        "isthmus_edge_windows_dropped_total",
        "Windows that went because nobody took them.",
        backlog.droppedWindows());
  }

  private void probes(MetricsText text) {
    ProbeCounts counts = prober.counts();
    text.counter("isthmus_edge_probes_sent_total", "Probes sent.", counts.sent());
    text.counter("isthmus_edge_probes_answered_total", "Probes answered.", counts.answered());
    text.counter(
        "isthmus_edge_probes_unsent_total",
        "Probes and answers that the kernel did not take.",
        counts.unsent());
    text.counter(
        "isthmus_edge_probes_held_total",
        "Probes left out to keep a link's budget.",
        counts.held());
    text.counter(
        "isthmus_edge_probe_stalls_total",
        "How often the probe thread came late.",
        counts.stalls());
    text.counter(
        "isthmus_edge_reflected_total", "Probes of other edges answered.", counts.reflected());
    text.gauge(
        "isthmus_edge_reflector_sessions",
        "Sessions of other edges that are remembered.",
        counts.sessions());
    ignored(text, "duplicated", counts.duplicated());
    ignored(text, "too_late", counts.tooLate());
    ignored(text, "forged", counts.forged());
    ignored(text, "malformed", counts.malformed());
    ignored(text, "stranger", counts.strangers());
    ignored(text, "limited", counts.limited());
  }

  private static void ignored(MetricsText text, String reason, long count) {
    text.counter(
        "isthmus_edge_probe_packets_ignored_total",
        "Packets to the sockets of probes that had no effect, by reason.",
        count,
        "reason",
        reason);
  }

  private static void path(MetricsText text, String path, PathWindow window) {
    if (window.hasRtt()) {
      DelaySketch sketch = DelaySketch.parse(window.getRtt().getSketch().toByteArray());
      rtt(text, path, "0.5", sketch.quantile(0.5));
      rtt(text, path, "0.95", sketch.quantile(0.95));
      rtt(text, path, "1", window.getRtt().getMaxMicros());
    }
    int lost = window.getLostForward() + window.getLostBackward() + window.getLostUnknown();
    if (window.getSent() > 0) {
      text.gauge(
          "isthmus_edge_path_loss_ratio",
          "Probes lost, of those settled in the last second.",
          (double) lost / window.getSent(),
          "path",
          path);
    }
    jitter(text, path, "forward", window.getJitterForwardMicros());
    jitter(text, path, "backward", window.getJitterBackwardMicros());
  }

  private static void rtt(MetricsText text, String path, String quantile, double micros) {
    text.gauge(
        "isthmus_edge_path_rtt_seconds",
        "Round trip of the last second.",
        micros / MICROS,
        "path",
        path,
        "quantile",
        quantile);
  }

  private static void jitter(MetricsText text, String path, String direction, int micros) {
    if (micros >= 0) {
      text.gauge(
          "isthmus_edge_path_jitter_seconds",
          "95th percentile of the delay above the least of the last minute.",
          micros / MICROS,
          "path",
          path,
          "direction",
          direction);
    }
  }

  private static void state(MetricsText text, String path, PathState state) {
    for (PathState each :
        new PathState[] {
          PathState.PATH_STATE_UP, PathState.PATH_STATE_DOWN, PathState.PATH_STATE_REMOTE_SILENT
        }) {
      text.gauge(
          "isthmus_edge_path_state",
          "1 for the state that the path is in.",
          each == state ? 1 : 0,
          "path",
          path,
          "state",
          Reporter.word(each));
    }
  }
}
