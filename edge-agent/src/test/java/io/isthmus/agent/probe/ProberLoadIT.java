package io.isthmus.agent.probe;

import static io.isthmus.southbound.api.v1.PathState.PATH_STATE_UP;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.testbed.Testbed;
import io.isthmus.selection.quality.DelaySketch;
import io.isthmus.southbound.api.v1.PathWindow;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two hundred paths ten times a second, while others want the processors as well. */
class ProberLoadIT {

  private static final int PATHS = 200;
  private static final int SECONDS = 10;

  @Test
  void manyPathsAreMeasuredBesideAFullLoad() throws Exception {
    try (Testbed testbed = new Testbed(2)) {
      for (int i = 0; i < PATHS; i++) {
        testbed.edge2().node().sh("ip addr add 192.0.2." + (20 + i) + "/24 dev wan0");
      }
      ProbePlan.Link own = new ProbePlan.Link("wan0", "wan0", IpAddress.parse("192.0.2.1"), 0);
      List<ProbePlan.Path> there = new ArrayList<>();
      List<ProbePlan.Link> farLinks = new ArrayList<>();
      List<ProbePlan.Path> back = new ArrayList<>();
      for (int i = 0; i < PATHS; i++) {
        String address = "192.0.2." + (20 + i);
        there.add(new ProbePlan.Path("p" + i, "edge-2", own, IpAddress.parse(address), 100));
        ProbePlan.Link far = new ProbePlan.Link("w" + i, "wan0", IpAddress.parse(address), 0);
        farLinks.add(far);
        back.add(new ProbePlan.Path("b" + i, "edge-1", far, own.doors().getFirst().address(), 0));
      }
      try (Probing two = new Probing(testbed.edge2(), new ProbePlan(farLinks, back));
          Probing one = new Probing(testbed.edge1(), new ProbePlan(List.of(own), there))) {
        there.forEach(path -> one.heard.await(path.key(), PATH_STATE_UP));
        Process load =
            testbed.edge1().node().start("for i in 1 2; do while :; do :; done & done; wait");
        try {
          Thread.sleep(2_000);
          measure(one);
        } finally {
          load.descendants().forEach(ProcessHandle::destroyForcibly);
          load.destroyForcibly();
        }
      }
    }
  }

  private static void measure(Probing one) throws InterruptedException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = one.prober.threadId();
    one.heard.clear();
    long allocated = threads.getThreadAllocatedBytes(id);
    long cpu = threads.getThreadCpuTime(id);
    ProbeCounts before = one.prober.counts();

    Thread.sleep(Duration.ofSeconds(SECONDS));

    long bytes = (threads.getThreadAllocatedBytes(id) - allocated) / SECONDS;
    double cpuPct = (threads.getThreadCpuTime(id) - cpu) / 1e7 / SECONDS;
    ProbeCounts counts = one.prober.counts();
    DelaySketch delays = DelaySketch.empty();
    int sent = 0;
    int lost = 0;
    long jitter = 0;
    List<PathWindow> windows = new ArrayList<>();
    for (int i = 0; i < PATHS; i++) {
      windows.addAll(one.heard.windows("p" + i));
    }
    for (PathWindow window : windows) {
      sent += window.getSent();
      lost += window.getLostForward() + window.getLostBackward() + window.getLostUnknown();
      jitter = Math.max(jitter, window.getJitterForwardMicros());
      delays.merge(DelaySketch.parse(window.getRtt().getSketch().toByteArray()));
    }
    System.out.printf(
        "%d paths, %d probes/s, lost %d of %d, round trip median %.0f us, p99 %.0f us, p99.9 %.0f"
            + " us; %d stalls; probe thread %.1f %% of a processor, %d bytes/s (%d a window)%n",
        PATHS,
        (counts.sent() - before.sent()) / SECONDS,
        lost,
        sent,
        delays.quantile(0.5),
        delays.quantile(0.99),
        delays.quantile(0.999),
        counts.stalls() - before.stalls(),
        cpuPct,
        bytes,
        bytes * SECONDS / windows.size());
    assertThat(one.heard.verdicts()).isEmpty();
    assertThat(100.0 * lost / sent).isLessThan(1);
    assertThat(delays.quantile(0.5)).isLessThan(1_000);
  }
}
