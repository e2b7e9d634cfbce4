package io.isthmus.selection.sla;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether one path keeps one objective, in time. A path that is down breaks any objective; one that
 * is not measured, or whose remote edge is silent, breaks none that it did not break before. Times
 * are nanoseconds of the clock of {@link PathSamples}. Not for several threads.
 */
public final class SlaMonitor {

  /** How likely a path that is at its threshold still may pass for one that is mended. */
  private static final double SURE = 0.02;

  private static final long LONGEST_DETECTION = Duration.ofSeconds(10).toNanos();
  private static final long DOUBTFUL = Duration.ofMinutes(10).toNanos();
  private static final long SURE_WINDOW = Duration.ofSeconds(60).toNanos();

  private final Objective objective;
  private final PathSamples samples;
  private final List<Judge> judges = new ArrayList<>();
  private PathState state = PathState.UNKNOWN;
  private Verdict verdict = Verdict.UNKNOWN;
  private @Nullable Judge blamed;
  private boolean lossBroken;
  private boolean lossMended;
  private long lossMendedAt;

  public SlaMonitor(Objective objective, PathSamples samples) {
    this.objective = objective;
    this.samples = samples;
    samples.keep(SURE_WINDOW);
    objective
        .thresholds()
        .forEach((metric, threshold) -> judges.add(Judge.of(metric, threshold, samples)));
  }

  public Objective objective() {
    return objective;
  }

  public PathState state() {
    return state;
  }

  public Verdict verdict() {
    return verdict;
  }

  public boolean isViolated() {
    return verdict.isViolated();
  }

  /**
   * The path's state is another. {@link PathSamples#restart} is the caller's, once for all monitors
   * of the path, when a path comes up that was down, silent or unknown.
   *
   * @return the verdict where it began or ceased to be a violation
   */
  public Optional<Verdict> pathState(PathState now, long at) {
    PathState before = state;
    state = now;
    if (now == PathState.UP && before != PathState.UP) {
      judges.forEach(Judge::restart);
      blamed = null;
    }
    return judge(at);
  }

  /** To be called when samples were added, and about once a second. */
  public Optional<Verdict> judge(long now) {
    boolean wasViolated = verdict.isViolated();
    verdict = next(now);
    return verdict.isViolated() == wasViolated ? Optional.empty() : Optional.of(verdict);
  }

  private Verdict next(long now) {
    return switch (state) {
      case DOWN -> Verdict.DOWN;
      // What was broken stays so until it is seen to be kept again.
      case UNKNOWN, REMOTE_SILENT -> verdict == Verdict.DOWN ? Verdict.UNKNOWN : verdict;
      case UP -> measured(now);
    };
  }

  private Verdict measured(long now) {
    boolean known = judges.isEmpty();
    Judge broken = null;
    for (Judge judge : judges) {
      judge.judge(now);
      known |= judge.known;
      if (judge.broken && (broken == null || judge == blamed)) {
        broken = judge;
      }
      if (judge.metric == Metric.LOSS_PCT) {
        noteLoss(judge.broken, now);
      }
    }
    if (broken != null) {
      blamed = broken;
      return words(Verdict.State.VIOLATED, broken);
    }
    Judge mended = blamed;
    if (mended != null && verdict.isViolated()) {
      return words(Verdict.State.COMPLIANT, mended);
    }
    if (verdict.isViolated()) {
      return new Verdict(Verdict.State.COMPLIANT, Metric.PATH_DOWN, Double.NaN, 0, false);
    }
    if (known && verdict.state() == Verdict.State.UNKNOWN) {
      return new Verdict(Verdict.State.COMPLIANT, Metric.PATH_DOWN, Double.NaN, 0, false);
    }
    return verdict.metric() == Metric.PATH_DOWN && !verdict.isViolated() && !known
        ? Verdict.UNKNOWN
        : verdict;
  }

  private Verdict words(Verdict.State state, Judge judge) {
    if (state == verdict.state() && verdict.metric() == judge.metric) {
      return verdict;
    }
    boolean violated = state == Verdict.State.VIOLATED;
    double value = violated ? judge.brokenBy : judge.value;
    double limit = violated ? judge.threshold.enter() : judge.threshold.exit();
    return new Verdict(state, judge.metric, value, limit, judge.halfRtt());
  }

  private void noteLoss(boolean broken, long now) {
    if (lossBroken && !broken) {
      lossMended = true;
      lossMendedAt = now;
    }
    lossBroken = broken;
  }

  /**
   * Whether what was measured since a loss was mended bears out that the rate of loss is within the
   * threshold again, and not only that few were lost by chance. True where no loss was broken
   * lately.
   */
  public boolean isLossTrusted(long now) {
    Optional<Threshold> threshold = objective.threshold(Metric.LOSS_PCT);
    if (!lossMended || threshold.isEmpty() || now - lossMendedAt > DOUBTFUL) {
      return true;
    }
    long since = now - lossMendedAt + threshold.get().exitWindow().toNanos();
    long window = Math.min(since, SURE_WINDOW);
    PathSamples.Losses losses = new PathSamples.Losses();
    samples.losses(window, 1, losses);
    return Binomial.atMost(losses.lost, losses.sent, threshold.get().enter() / 100) < SURE;
  }

  /**
   * For how long the objective was broken already when the verdict became so: it takes a window to
   * know.
   */
  public long brokenBeforeNanos(long now) {
    if (state == PathState.DOWN) {
      long answered = samples.newestAnsweredAt();
      return answered == Long.MIN_VALUE ? 0 : Math.clamp(now - answered, 0, LONGEST_DETECTION);
    }
    return blamed == null ? 0 : blamed.enterWindow;
  }

  /** What was measured in the window that ends with the newest probe. */
  public Measured measured(long now, Duration window) {
    return samples.measured(now, window.toNanos());
  }
}
