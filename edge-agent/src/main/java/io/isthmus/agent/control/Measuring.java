package io.isthmus.agent.control;

import io.isthmus.agent.probe.ProbePlan;
import io.isthmus.agent.probe.Prober;
import java.time.Duration;

/**
 * Has those paths measured that the configuration in force asks for, and closes what was measured
 * into messages. Confined to the agent's thread.
 */
final class Measuring {

  private static final long IDLE = Duration.ofSeconds(60).toNanos();

  /** How much time one message of measurements covers. */
  private static final long BATCH = Duration.ofSeconds(1).toNanos();

  private final Prober prober;
  private final Reporter reporter;
  private final Backlog backlog;
  private ProbePlan measured = ProbePlan.NOTHING;
  private long batchAt = System.nanoTime();

  Measuring(Prober prober, Reporter reporter, Backlog backlog) {
    this.prober = prober;
    this.reporter = reporter;
    this.backlog = backlog;
  }

  void measure(ProbePlan plan) {
    if (!plan.equals(measured)) {
      prober.measure(plan);
      reporter.measured(plan);
      measured = plan;
    }
  }

  long dueIn(long now) {
    return measured.paths().isEmpty() ? IDLE : batchAt - now;
  }

  void runIfDue(long now) {
    if (now >= batchAt) {
      backlog.closeBatch();
      batchAt = Math.max(batchAt + BATCH, now);
    }
  }
}
