package io.isthmus.domain.reconcile;

import io.isthmus.domain.operation.Event;
import io.isthmus.domain.operation.EventLog;
import io.isthmus.domain.plan.EdgePlan;
import io.isthmus.domain.plan.PlannedResource;
import io.isthmus.domain.sla.ComplianceBook;
import io.isthmus.domain.sla.SlaLog;
import io.isthmus.domain.sla.SlaViolation;
import io.isthmus.domain.steering.ChoiceLog;
import io.isthmus.domain.telemetry.ClassWindow;
import io.isthmus.domain.telemetry.LiveQuality;
import io.isthmus.domain.telemetry.MeasurementBuffer;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathWindow;
import io.isthmus.domain.topology.EdgeKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * Takes what edges measure, judge and choose: the use cases of the closed loop's controller half.
 * Safe for any thread. {@link #measured} and {@link #sensed} never block; {@link #started}, {@link
 * #noticed} and {@link #tidy} write to the store in the caller's thread.
 */
public final class NetworkWatch {
  /** What is open may end by a notice that is on its way. */
  private static final Duration GRACE = Duration.ofSeconds(60);

  private final EdgeFleet fleet;
  private final LiveQuality live;
  private final MeasurementBuffer measurements;
  private final ComplianceBook compliance;
  private final NoticeLedger ledger;
  private final SlaLog violations;
  private final ChoiceLog choices;
  private final EventLog events;
  private final Clock clock;
  private final Map<EdgeKey, EdgeTerms> terms = new ConcurrentHashMap<>();
  private final WatchTally tally = new WatchTally();
  private volatile int openViolations;

  public NetworkWatch(
      EdgeFleet fleet,
      LiveQuality live,
      MeasurementBuffer measurements,
      ComplianceBook compliance,
      NoticeLedger ledger,
      SlaLog violations,
      ChoiceLog choices,
      EventLog events,
      Clock clock) {
    this.fleet = fleet;
    this.live = live;
    this.measurements = measurements;
    this.compliance = compliance;
    this.ledger = ledger;
    this.violations = violations;
    this.choices = choices;
    this.events = events;
    this.clock = clock;
  }

  /** What the edge may speak of; empty when the intent has no such edge. */
  public Optional<EdgeTerms> terms(EdgeKey edge) {
    Optional<EdgePlan> plan = fleet.plan(edge);
    if (plan.isEmpty()) {
      terms.remove(edge);
      return Optional.empty();
    }
    EdgeTerms known = terms.get(edge);
    if (known != null && known.isOf(plan.get())) {
      return Optional.of(known);
    }
    EdgeTerms newer = EdgeTerms.of(plan.get(), known, clock.instant());
    terms.put(edge, newer);
    live.retain(edge, newer.paths());
    return Optional.of(newer);
  }

  /**
   * The edge measured. Times that cannot be are moved as a whole, so that the newest window ends
   * now.
   */
  public void measured(EdgeKey edge, List<PathWindow> paths, List<ClassWindow> classes) {
    Duration correction = correction(paths, classes);
    List<PathWindow> windows = paths;
    List<ClassWindow> fared = classes;
    if (!correction.isZero()) {
      tally.add(WatchCount.CLOCKS_CORRECTED, 1);
      windows = paths.stream().map(window -> window.movedBy(correction)).toList();
      fared = classes.stream().map(window -> window.movedBy(correction)).toList();
    }
    live.measured(edge, windows);
    measurements.add(windows);
    compliance.add(edge.tenant(), fared);
  }

  /** Some of what the edge measured could not be taken. */
  public void refusedWindows(int count) {
    tally.add(WatchCount.WINDOWS_REFUSED, count);
  }

  /** The edge dropped windows, since it last said so. */
  public void droppedByEdge(long windows) {
    tally.add(WatchCount.WINDOWS_DROPPED_BY_EDGES, windows);
  }

  /** A notice has come, and will be recorded: what can be known at once. */
  public void sensed(EdgeNotice notice) {
    if (notice.what() instanceof EdgeNotice.What.PathChanged changed) {
      live.changed(changed.path(), changed.state());
    }
  }

  /**
   * An edge came with this start of its agent. What an earlier start told of and did not end is
   * over: the agent tells anew of what it still finds.
   */
  public void started(EdgeKey edge, String bootId) {
    advance(
        edge,
        (cursor, told) ->
            cursor.bootId().equals(bootId) ? cursor : begun(edge, bootId, cursor, told));
  }

  private NoticeLedger.Cursor begun(
      EdgeKey edge, String bootId, NoticeLedger.Cursor cursor, WatchTally told) {
    Instant now = clock.instant();
    List<SlaViolation> ended = violations.endAll(edge, now);
    told.add(WatchCount.VIOLATIONS_ENDED, ended.size());
    events.append(
        ended.stream()
            .map(violation -> WatchEvents.restored(violation, "the edge's agent started anew"))
            .toList());
    return new NoticeLedger.Cursor(bootId, now, 0, cursor.newest());
  }

  /**
   * Records notices of one start of the agent, in order, each once.
   *
   * @param notices of ascending sequence; those that are recorded already are passed over
   */
  public void noticed(EdgeKey edge, String bootId, List<EdgeNotice> notices) {
    advance(
        edge,
        (cursor, told) ->
            cursor.bootId().equals(bootId) ? recorded(edge, notices, cursor, told) : cursor);
  }

  private NoticeLedger.Cursor recorded(
      EdgeKey edge, List<EdgeNotice> notices, NoticeLedger.Cursor cursor, WatchTally told) {
    List<EdgeNotice> news =
        notices.stream().filter(notice -> notice.sequence() > cursor.sequence()).toList();
    told.add(WatchCount.NOTICES_REPEATED, (long) notices.size() - news.size());
    NoticeRecorder recorder =
        new NoticeRecorder(edge, cursor, terms(edge), violations, choices, told, clock);
    news.forEach(recorder::record);
    events.append(recorder.events());
    return recorder.cursor();
  }

  /** Counts what was told only once it is durable. */
  private void advance(
      EdgeKey edge, BiFunction<NoticeLedger.Cursor, WatchTally, NoticeLedger.Cursor> work) {
    WatchTally told = new WatchTally();
    ledger.advance(edge, cursor -> work.apply(cursor, told));
    tally.addAll(told);
  }

  /**
   * Writes the windows that wait. Blocks as long as the store does, so it wants a thread of its
   * own.
   */
  public void writeMeasurements() {
    measurements.write();
  }

  /** Writes how classes fared since the last time. */
  public void writeCompliance() {
    compliance.write();
  }

  /** Forgets edges that are gone, and ends violations of what is no longer planned. */
  public void tidy() {
    terms.keySet().removeIf(edge -> fleet.plan(edge).isEmpty());
    live.retainEdges(edge -> fleet.plan(edge).isPresent());
    List<SlaViolation> open = violations.open();
    Instant now = clock.instant();
    List<Event> ended = new ArrayList<>();
    for (SlaViolation violation : open) {
      boolean isNew = violation.beganAt().plus(GRACE).isAfter(now);
      if (!isNew && !isPlanned(violation)) {
        violations
            .end(violation, now)
            .ifPresent(over ->
                ended.add(
                    WatchEvents.restored(over, "the tunnel does not carry the class anymore")));
      }
    }
    tally.add(WatchCount.VIOLATIONS_ENDED, ended.size());
    events.append(ended);
    openViolations = open.size() - ended.size();
  }

  /** How many violations lasted when it was last looked. */
  public int openViolations() {
    return openViolations;
  }

  public MeasurementBuffer.Counts measurements() {
    return measurements.counts();
  }

  public long count(WatchCount what) {
    return tally.sum(what);
  }

  private boolean isPlanned(SlaViolation violation) {
    return fleet.plan(violation.path().edge()).map(plan -> mayCarry(plan, violation)).orElse(false);
  }

  private static boolean mayCarry(EdgePlan plan, SlaViolation violation) {
    PathKey path = violation.path();
    String tunnel =
        PlannedResource.Tunnel.key(
            violation.overlay(), path.remoteEdge(), path.localWanLink(), path.remoteWanLink());
    String steering =
        PlannedResource.Steering.key(violation.trafficClass(), violation.destinationEdge());
    return plan.resources().get(steering) instanceof PlannedResource.Steering carried
        && carried.candidates().stream().anyMatch(one -> one.tunnelKey().equals(tunnel));
  }

  private Duration correction(List<PathWindow> paths, List<ClassWindow> classes) {
    Instant now = clock.instant();
    Instant newest = Instant.MIN;
    boolean credible = true;
    for (PathWindow window : paths) {
      credible &= EdgeClock.isCredible(window.begin(), now, EdgeClock.OLDEST_WINDOW);
      newest = later(newest, window.begin().plus(window.length()));
    }
    for (ClassWindow window : classes) {
      credible &= EdgeClock.isCredible(window.begin(), now, EdgeClock.OLDEST_WINDOW);
      newest = later(newest, window.begin());
    }
    return credible ? Duration.ZERO : Duration.between(newest, now);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
