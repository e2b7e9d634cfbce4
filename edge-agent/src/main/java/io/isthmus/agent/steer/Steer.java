package io.isthmus.agent.steer;

import io.isthmus.agent.apply.Dataplane;
import io.isthmus.agent.control.Outbox;
import io.isthmus.agent.desired.ConfigSet;
import io.isthmus.agent.desired.GroupChange;
import io.isthmus.agent.desired.Problem;
import io.isthmus.agent.desired.Share;
import io.isthmus.agent.desired.SteerPlans;
import io.isthmus.agent.probe.ProbeListener;
import io.isthmus.agent.probe.ProbeOutcome;
import io.isthmus.selection.choice.Choice;
import io.isthmus.selection.choice.ClassSteering;
import io.isthmus.selection.choice.ClassSteering.Outcome;
import io.isthmus.selection.choice.ClassSteering.SlaChange;
import io.isthmus.selection.sla.Loss;
import io.isthmus.selection.sla.PathSamples;
import io.isthmus.selection.sla.WatchedPath;
import io.isthmus.southbound.api.v1.PathState;
import io.isthmus.southbound.api.v1.PathWindow;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Steers every class of the configuration in force. Probes come in on the probe thread, which
 * judges them at once; what is to be changed waits for the agent's thread, which owns the data
 * plane and is woken for it. One lock guards all state and is never held while the kernel is asked.
 *
 * <p>A new configuration is prepared first, so that its members are those that hold by what is
 * known, and committed when the data plane carries it.
 */
public final class Steer implements ProbeListener {

  private static final long TICK = Duration.ofSeconds(1).toNanos();
  private static final long ACCOUNT = Duration.ofSeconds(5).toNanos();

  private final Outbox outbox;
  private final Runnable wake;
  private final Consumer<String> log;
  private final Time time;
  private final Object lock = new Object();

  private Situation situation = Situation.NOTHING;
  private final Map<String, Pending> pending = new LinkedHashMap<>();

  /** What the data plane refused, to be tried again at the next tick. */
  private final Map<String, Pending> refused = new LinkedHashMap<>();

  private long nextTick;
  private long accountedAt;

  /** What time it is. */
  public interface Time {
    /** As {@link System#nanoTime}. */
    long nanos();

    /** Microseconds since 1970. */
    long wallMicros();
  }

  /**
   * What the data plane is to be told.
   *
   * @param choice absent where members stay, and only what is dead is other than before
   * @param signAt first sign of what made it necessary
   */
  private record Pending(Steered steered, @Nullable Choice choice, long signAt) {}

  /** A configuration that is thought through and not in force yet. */
  public static final class Prepared {
    private final Situation situation;
    private final Map<String, Choice> choices;
    private final List<GroupChange> changes;

    Prepared(Situation situation, Map<String, Choice> choices, List<GroupChange> changes) {
      this.situation = situation;
      this.choices = choices;
      this.changes = List.copyOf(changes);
    }

    /** What is to carry steerings instead of what the configuration says. */
    public List<GroupChange> changes() {
      return changes;
    }
  }

  /**
   * @param wake lets the agent's thread call {@link #apply} soon; called by any thread
   * @param log what people should know, one line each
   */
  public Steer(Outbox outbox, Runnable wake, Time time, Consumer<String> log) {
    this.outbox = outbox;
    this.log = log;
    this.wake = wake;
    this.time = time;
    nextTick = time.nanos() + TICK;
    accountedAt = time.nanos();
  }

  // ------------------------------------------------------------------------ new configurations

  /**
   * Thinks a configuration through, good or not.
   *
   * @param carried what carries steerings now that are not known here, by key: after a restart
   */
  public Prepared prepare(ConfigSet config, Map<String, List<Share>> carried) {
    SteerPlan plan = SteerPlans.of(config);
    synchronized (lock) {
      return new Preparation(plan, carried, situation, time.nanos()).prepare();
    }
  }

  /** The data plane carries it. */
  public void commit(Prepared prepared, long revision) {
    synchronized (lock) {
      situation = prepared.situation.at(revision);
      pending.clear();
      refused.clear();
      long now = time.nanos();
      long wall = time.wallMicros();
      prepared.choices.forEach((key, choice) -> {
        Steered steered = situation.byKey().get(key);
        if (steered != null) {
          outbox.notice(wall, Notices.chosen(steered.item(), choice, revision, 0));
        }
      });
      for (Steered steered : situation.byKey().values()) {
        take(steered, steered.steering().resume(now), now);
      }
    }
    wakeIfPending();
  }

  /** What carries each steering, to put it back in charge of the configuration in force. */
  public List<GroupChange> inForce() {
    synchronized (lock) {
      return situation.byKey().values().stream().map(Steered::change).toList();
    }
  }

  // ---------------------------------------------------------------------------- the probe thread

  @Override
  public void overdue(
      String pathKey, long sequence, long sentAtNanos, ProbeOutcome.Fate suspected) {
    synchronized (lock) {
      WatchedPath path = situation.watched().get(pathKey);
      if (path != null) {
        path.samples().lost(sequence, sentAtNanos, loss(suspected));
        judge(pathKey);
      }
    }
    wakeIfPending();
  }

  @Override
  public void settled(String pathKey, ProbeOutcome outcome) {
    synchronized (lock) {
      WatchedPath path = situation.watched().get(pathKey);
      if (path != null) {
        add(path.samples(), outcome);
        judge(pathKey);
      }
    }
    wakeIfPending();
  }

  private static void add(PathSamples samples, ProbeOutcome outcome) {
    if (!outcome.isAnswered()) {
      samples.lost(outcome.sequence(), outcome.sentAtNanos(), loss(outcome.fate()));
      return;
    }
    boolean timed = outcome.isTimed();
    samples.answered(
        outcome.sequence(),
        outcome.sentAtNanos(),
        timed ? outcome.rttNanos() / 1e6 : Double.NaN,
        outcome.forwardNanos() / 1e6,
        outcome.backwardNanos() / 1e6,
        timed ? outcome.forwardVariationNanos() / 1e6 : Double.NaN);
  }

  private static Loss loss(ProbeOutcome.Fate fate) {
    return switch (fate) {
      case LOST_FORWARD -> Loss.FORWARD;
      case LOST_BACKWARD -> Loss.BACKWARD;
      case LOST_UNKNOWN, ANSWERED -> Loss.UNKNOWN;
    };
  }

  @Override
  public void stateChanged(String pathKey, PathState state, String reason, long detectionNanos) {
    synchronized (lock) {
      WatchedPath path = situation.watched().get(pathKey);
      if (path != null) {
        long now = time.nanos();
        path.become(Notices.state(state), reason);
        for (Steered steered : situation.on(pathKey)) {
          take(steered, steered.steering().onPathState(pathKey, now), now - detectionNanos);
          if (state == PathState.PATH_STATE_DOWN) {
            pending.putIfAbsent(steered.item().key(), new Pending(steered, null, now));
          }
        }
      }
    }
    wakeIfPending();
  }

  @Override
  public void window(PathWindow window) {
    synchronized (lock) {
      WatchedPath watched = situation.watched().get(window.getPathKey());
      SteerPlan.Path path = situation.paths().get(window.getPathKey());
      if (watched != null && path != null) {
        watched.samples().free(time.nanos(), path.freeBps(window.getLinkTxBps()));
      }
      tick();
    }
    wakeIfPending();
  }

  private void judge(String pathKey) {
    List<Steered> concerned = situation.on(pathKey);
    long now = time.nanos();
    for (int i = 0; i < concerned.size(); i++) {
      Outcome outcome = concerned.get(i).steering().onProbe(pathKey, now);
      if (!outcome.isNothing()) {
        take(concerned.get(i), outcome, now);
      }
    }
  }

  private void take(Steered steered, Outcome outcome, long signAt) {
    if (outcome.isNothing()) {
      return;
    }
    long wall = time.wallMicros();
    for (SlaChange change : outcome.slaChanges()) {
      outbox.notice(wall, Notices.slaChanged(steered.item(), change));
    }
    outcome
        .choice()
        .ifPresent(
            choice -> pending.put(steered.item().key(), new Pending(steered, choice, signAt)));
  }

  /** Once a second, whoever comes by. */
  private void tick() {
    long now = time.nanos();
    if (now < nextTick) {
      return;
    }
    nextTick = now + TICK;
    refused.forEach(pending::putIfAbsent);
    refused.clear();
    for (Steered steered : situation.byKey().values()) {
      take(steered, steered.steering().onTick(now), now);
    }
    if (now - accountedAt >= ACCOUNT) {
      accountedAt = now;
      account(now);
    }
  }

  private void account(long now) {
    long begin = time.wallMicros() - ACCOUNT / 1_000;
    for (Steered steered : situation.byKey().values()) {
      ClassSteering.Fared fared = steered.steering().takeFared(now);
      if (fared.measuredMillis() > 0 || fared.shadowMoves() > 0) {
        outbox.window(Notices.window(steered.item(), fared, begin));
      }
    }
  }

  private void wakeIfPending() {
    boolean isPending;
    synchronized (lock) {
      isPending = !pending.isEmpty();
    }
    if (isPending) {
      wake.run();
    }
  }

  // --------------------------------------------------------------------------- the agent's thread

  /** To be called about once a second, also while nothing is measured. */
  public void tickIfDue() {
    synchronized (lock) {
      tick();
    }
  }

  /** When {@link #tickIfDue} has something to do, as a distance from now. */
  public long dueIn(long now) {
    synchronized (lock) {
      return situation.byKey().isEmpty() ? Long.MAX_VALUE : Math.max(0, nextTick - now);
    }
  }

  /**
   * Puts what was chosen in charge and tells of it. What the data plane refuses is tried again.
   *
   * @return problems of changes that were refused
   */
  public List<Problem> apply(Dataplane dataplane) throws IOException {
    Map<String, Pending> due;
    long revision;
    List<GroupChange> changes;
    synchronized (lock) {
      if (pending.isEmpty()) {
        return List.of();
      }
      due = new LinkedHashMap<>(pending);
      pending.clear();
      revision = situation.revision();
      changes = due.values().stream().map(p -> p.steered.change()).toList();
    }
    Dataplane.Steered result = dataplane.steer(changes);
    long acknowledgedAt = time.nanos();
    long wall = time.wallMicros();
    result
        .failures()
        .forEach(problem -> {
          Pending failed = due.remove(problem.key());
          if (failed != null) {
            retry(failed);
          }
        });
    for (Pending done : due.values()) {
      if (done.choice != null) {
        long micros = Math.max(0, acknowledgedAt - done.signAt) / 1_000;
        outbox.notice(wall, Notices.chosen(done.steered.item(), done.choice, revision, micros));
        log.accept(line(done.steered.item(), done.choice) + ", after " + micros / 1_000 + " ms");
      }
    }
    return result.failures();
  }

  private static String line(SteerPlan.Item item, Choice choice) {
    return "class %s to %s: %s: %s"
        .formatted(item.trafficClass(), item.destinationEdge(), choice.cause(), choice.reason());
  }

  /** Unless something else is chosen meanwhile. */
  private void retry(Pending failed) {
    synchronized (lock) {
      if (situation.byKey().get(failed.steered.item().key()) == failed.steered) {
        refused.put(failed.steered.item().key(), failed);
      }
    }
  }
}
