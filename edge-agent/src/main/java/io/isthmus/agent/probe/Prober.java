package io.isthmus.agent.probe;

import io.isthmus.agent.netlink.LinkMonitor;
import io.isthmus.southbound.api.v1.PathState;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Measures the paths of a plan and answers those who measure us, on one thread in the network
 * namespace of the thread that called {@link #start}. {@link #measure} and {@link #close} may be
 * called by any thread; everything else happens on that one, including all calls of the listener.
 *
 * <p>Nothing that this process does to its own threads (garbage collection, a busy machine) may be
 * taken for a property of a path: packets carry the kernel's time of arrival, sockets are emptied
 * before anything is judged, and when the thread itself came late, it gives answers more time.
 */
public final class Prober implements AutoCloseable {

  static final long SECOND = 1_000_000_000L;

  /** One socket that is flooded must not keep the others from being read. */
  static final int MAX_PACKETS_IN_ROW = 256;

  private static final int REALTIME_PRIORITY = 10;
  private static final long LATE_NANOS = 10_000_000;

  private final int port;
  private final ProbeListener listener;
  private final Consumer<String> warnings;

  /** All in turn: a path that was gone in between begins anew, as whoever else is told believes. */
  private final Queue<ProbePlan> changedPlans = new ConcurrentLinkedQueue<>();

  private final LinkMonitor monitor;
  private final Arena arena = Arena.ofShared();
  private final Native calls = new Native(arena);
  private final Thread thread;
  private final int wakeUp;
  private volatile boolean closed;
  private volatile ProbeCounts published = ProbeCounts.NONE;

  private final Clocks clocks;
  private final ClockQuality quality;
  private final ProbeCounts.Counter counter = new ProbeCounts.Counter();
  private final Verdicts verdicts = new Verdicts(this::changed);
  private final ProbedPaths probed;
  private final Descriptors descriptors;
  private final Reflector reflector;
  private final Sender sender;
  private long stalledUntil = Long.MIN_VALUE;
  private long nextChores;

  private Prober(
      ProbeSettings settings,
      ProbeListener listener,
      RandomGenerator random,
      Consumer<String> warnings)
      throws IOException {
    this.port = settings.port();
    this.listener = listener;
    this.warnings = warnings;
    monitor = LinkMonitor.open();
    wakeUp = calls.eventfd();
    if (wakeUp < 0) {
      throw Native.failure("eventfd", wakeUp);
    }
    clocks = Clocks.ofSystem(calls);
    quality = new ClockQuality(calls, arena, settings.clock());
    probed = new ProbedPaths(settings, listener, random, clocks);
    descriptors = new Descriptors(calls, wakeUp, monitor.descriptor());
    Datagram datagram = new Datagram(arena);
    reflector = new Reflector(port, clocks, quality, datagram, counter);
    sender = new Sender(arena, clocks, quality, datagram, counter, descriptors);
    thread = new Thread(this::run, "probe");
    thread.setDaemon(true);
  }

  /**
   * Begins with nothing to measure.
   *
   * @param warnings what people should know, one line each
   */
  public static Prober start(
      ProbeSettings settings,
      ProbeListener listener,
      RandomGenerator random,
      Consumer<String> warnings)
      throws IOException {
    Prober prober = new Prober(settings, listener, random, warnings);
    prober.thread.start();
    return prober;
  }

  /** From now on, measures this. Paths that stay as they were go on undisturbed. */
  public void measure(ProbePlan plan) {
    changedPlans.add(plan);
    Native.poke(wakeUp);
  }

  /** For those who look at what the thread costs. */
  long threadId() {
    return thread.threadId();
  }

  /** What was counted until about a second ago. */
  public ProbeCounts counts() {
    return published;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    Native.poke(wakeUp);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    calls.close(wakeUp);
    monitor.close();
    arena.close();
  }

  // ---------------------------------------------------------------------------------- the loop

  private void run() {
    int refused = calls.becomeRealtime(REALTIME_PRIORITY);
    if (refused < 0) {
      warnings.accept("probes cannot have a real-time priority: delays may look longer under load");
    }
    calls.wakePrecisely();
    try {
      monitor.refresh();
      nextChores = System.nanoTime();
      while (!closed) {
        round();
      }
    } catch (IOException | RuntimeException e) {
      warnings.accept("nothing is measured any more: " + e);
      throw new IllegalStateException(e);
    } finally {
      probed.close();
      descriptors.close();
    }
  }

  private void round() throws IOException {
    long due = nextDue();
    descriptors.refresh(probed.ports());
    long wait = Math.max(0, Math.min(SECOND, due - System.nanoTime()));
    int ready = descriptors.await(wait);
    long now = System.nanoTime();
    if (now - due > LATE_NANOS) {
      stalledUntil = now;
      counter.stalls++;
    }
    if (ready > 0) {
      hear();
    }
    takePlans(now);
    openPorts(now);
    judge(now);
    sender.send(probed.paths());
    closeWindows(now);
    if (now >= nextChores) {
      chores(now);
    }
    reflector.endRound();
  }

  private long nextDue() {
    long due = nextChores;
    List<MeasuredPath> paths = probed.paths();
    for (int i = 0; i < paths.size(); i++) {
      MeasuredPath path = paths.get(i);
      SenderSession session = path.session;
      due = Math.min(due, Math.min(path.dueAt(), path.windowEnd()));
      if (session != null) {
        due = Math.min(due, session.nextDue(stalledUntil));
      }
    }
    List<WanPort> ports = probed.ports();
    for (int i = 0; i < ports.size(); i++) {
      List<Doorway> doorways = ports.get(i).doorways();
      for (int j = 0; j < doorways.size(); j++) {
        due = Math.min(due, Math.max(doorways.get(j).retryAt(), nextChores - SECOND));
      }
    }
    return due;
  }

  // --------------------------------------------------------------------------------- listening

  private void hear() throws IOException {
    descriptors.takeWakeUps();
    List<WanPort> ports = probed.ports();
    // Who measures us waits for the answer; what answers us has its time of arrival already.
    for (int i = 0; i < ports.size(); i++) {
      reflector.answer(ports.get(i), probed.peers());
    }
    for (int i = 0; i < ports.size(); i++) {
      sender.hear(ports.get(i), probed.paths());
    }
    if (descriptors.hasNewsOfDevices()) {
      monitor.read(new LinkEvents());
    }
  }

  private final class LinkEvents implements LinkMonitor.Receiver {
    @Override
    public void device(int index, String name, LinkMonitor.Carrier carrier) {
      probed.ports().forEach(port -> port.device(index, name, carrier == LinkMonitor.Carrier.UP));
      descriptors.change();
    }

    @Override
    public void deviceGone(int index, String name) {
      probed.ports().forEach(port -> port.deviceGone(index));
      descriptors.change();
    }

    @Override
    public void addressesChanged() {
      probed.ports().forEach(port -> port.doorways().forEach(Doorway::retrySoon));
    }

    @Override
    public void refreshed() {
      probed.ports().forEach(WanPort::refreshed);
    }

    @Override
    public void overrun() {
      refreshDevices();
    }
  }

  private void refreshDevices() {
    try {
      monitor.refresh();
    } catch (IOException e) {
      warnings.accept("the devices cannot be asked for: " + e.getMessage());
    }
  }

  // ----------------------------------------------------------------------------------- judging

  private void judge(long now) {
    List<MeasuredPath> paths = probed.paths();
    for (int i = 0; i < paths.size(); i++) {
      MeasuredPath path = paths.get(i);
      path.health.linkFault = path.fault();
      path.health.linkKnown = path.port.isKnown() && path.doorway().isKnown();
      SenderSession session = path.session;
      if (session != null) {
        session.judge(now, stalledUntil);
      }
    }
    verdicts.judge(probed.healths(), now);
  }

  private void changed(PathHealth path, PathState state, String reason, long detectionNanos) {
    listener.stateChanged(path.key, state, reason, detectionNanos);
  }

  // ----------------------------------------------------------------------------------- chores

  private void closeWindows(long now) {
    List<MeasuredPath> paths = probed.paths();
    for (int i = 0; i < paths.size(); i++) {
      MeasuredPath path = paths.get(i);
      if (path.windowEnd() <= now) {
        clocks.read();
        path.closeWindow(now, clocks.wall(), listener);
      }
    }
  }

  private void chores(long now) throws IOException {
    nextChores = nextChores + SECOND > now ? nextChores + SECOND : now + SECOND;
    quality.refresh();
    counter.sessions = reflector.expire(now);
    published = counter.publish();
    countTraffic(now);
    for (WanPort port : probed.ports()) {
      if (!port.allowance().isUnlimited()) {
        port.allowance().tick(now);
        probed.stretch(port);
      }
    }
  }

  private void countTraffic(long now) throws IOException {
    if (probed.ports().isEmpty()) {
      return;
    }
    Map<String, LinkCounters.Count> counts = LinkCounters.read();
    for (WanPort port : probed.ports()) {
      port.counted(counts.get(port.plan().device()), now);
    }
  }

  // ------------------------------------------------------------------------------------- plans

  private void takePlans(long now) {
    ProbePlan plan = changedPlans.poll();
    while (plan != null) {
      probed.take(plan, now);
      descriptors.change();
      refreshDevices();
      plan = changedPlans.poll();
    }
  }

  private void openPorts(long now) {
    List<WanPort> ports = probed.ports();
    for (int i = 0; i < ports.size(); i++) {
      List<Doorway> doorways = ports.get(i).doorways();
      for (int j = 0; j < doorways.size(); j++) {
        Doorway doorway = doorways.get(j);
        if (doorway.retryAt() <= now && doorway.open(calls, port, now)) {
          descriptors.change();
        }
      }
    }
  }
}
