package io.isthmus.agent.probe;

import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.netlink.LinkMonitor;
import io.isthmus.agent.probe.SenderSession.Times;
import io.isthmus.agent.probe.SenderSession.Verdict;
import io.isthmus.southbound.api.v1.PathState;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

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

  private static final int REALTIME_PRIORITY = 10;
  private static final int MAX_REFLECTOR_SESSIONS = 1_024;

  /** One socket that is flooded must not keep the others from being read. */
  private static final int MAX_PACKETS_IN_ROW = 256;

  private static final long SECOND = 1_000_000_000L;
  private static final long LATE_NANOS = 10_000_000;

  /** A probe that took so long to leave says nothing of the path's delay. */
  private static final long SLOW_SEND_NANOS = 1_000_000;

  private final ProbeSettings settings;
  private final ProbeListener listener;
  private final Consumer<String> warnings;
  private final RandomGenerator random;

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
  private final Datagram datagram = new Datagram(arena);
  private final MemorySegment probe = arena.allocate(StampPacket.BYTES, 8);
  private final ByteBuffer probeView = probe.asByteBuffer();
  private final Times times = new Times();
  private final ReflectorSessions reflected = new ReflectorSessions(MAX_REFLECTOR_SESSIONS);
  private final Verdicts verdicts = new Verdicts(this::changed);
  private final ProbeCounts.Counter counter = new ProbeCounts.Counter();

  private List<WanPort> ports = List.of();
  private List<MeasuredPath> paths = List.of();
  private List<PathHealth> healths = List.of();
  private List<IpAddress> peers = List.of();
  private MemorySegment pollEntries = MemorySegment.NULL;
  private Arena pollArena = Arena.ofShared();
  private boolean descriptorsChanged = true;
  private long stalledUntil = Long.MIN_VALUE;
  private long nextChores;
  private int lastEra;

  private Prober(
      ProbeSettings settings,
      ProbeListener listener,
      RandomGenerator random,
      Consumer<String> warnings)
      throws IOException {
    this.settings = settings;
    this.listener = listener;
    this.random = random;
    this.warnings = warnings;
    monitor = LinkMonitor.open();
    wakeUp = calls.eventfd();
    if (wakeUp < 0) {
      throw Native.failure("eventfd", wakeUp);
    }
    clocks =
        new Clocks(
            new Clocks.Source() {
              @Override
              public long wall() {
                return calls.clock(Native.CLOCK_REALTIME);
              }

              @Override
              public long mono() {
                return System.nanoTime();
              }
            });
    quality = new ClockQuality(calls, arena, settings.clock());
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
      ports.forEach(WanPort::close);
      pollArena.close();
    }
  }

  private void round() throws IOException {
    long due = nextDue();
    if (descriptorsChanged) {
      collectDescriptors();
    }
    long wait = Math.max(0, Math.min(SECOND, due - System.nanoTime()));
    int ready = calls.poll(pollEntries, descriptors(), wait);
    long now = System.nanoTime();
    if (now - due > LATE_NANOS) {
      stalledUntil = now;
      counter.stalls++;
    }
    if (ready > 0) {
      hear(now);
    }
    takePlans(now);
    openPorts(now);
    judge(now);
    send();
    closeWindows(now);
    if (now >= nextChores) {
      chores(now);
    }
    lastEra = clocks.era();
  }

  private long nextDue() {
    long due = nextChores;
    for (int i = 0; i < paths.size(); i++) {
      MeasuredPath path = paths.get(i);
      SenderSession session = path.session;
      due = Math.min(due, Math.min(path.dueAt(), path.windowEnd));
      if (session != null) {
        due = Math.min(due, session.nextDue(stalledUntil));
      }
    }
    for (int i = 0; i < ports.size(); i++) {
      List<Doorway> doorways = ports.get(i).doorways();
      for (int j = 0; j < doorways.size(); j++) {
        due = Math.min(due, Math.max(doorways.get(j).retryAt(), nextChores - SECOND));
      }
    }
    return due;
  }

  // --------------------------------------------------------------------------------- listening

  private int descriptors() {
    return (int) (pollEntries.byteSize() / 8);
  }

  private void collectDescriptors() {
    pollArena.close();
    pollArena = Arena.ofShared();
    List<Integer> all = new ArrayList<>(List.of(wakeUp, monitor.descriptor()));
    for (WanPort port : ports) {
      for (Doorway doorway : port.doorways()) {
        ProbeSocket sender = doorway.sender();
        ProbeSocket reflector = doorway.reflector();
        if (sender != null && reflector != null) {
          all.add(sender.descriptor());
          all.add(reflector.descriptor());
        }
      }
    }
    pollEntries = pollArena.allocate(8L * all.size(), 8);
    for (int i = 0; i < all.size(); i++) {
      pollEntries.set(ValueLayout.JAVA_INT, 8L * i, all.get(i));
      pollEntries.set(ValueLayout.JAVA_SHORT, 8L * i + 4, Native.POLLIN);
    }
    descriptorsChanged = false;
  }

  private boolean isReady(int entry) {
    return pollEntries.get(ValueLayout.JAVA_SHORT, 8L * entry + 6) != 0;
  }

  private void hear(long now) throws IOException {
    if (isReady(0)) {
      calls.takeEvents(wakeUp);
    }
    // Who measures us waits for the answer; what answers us has its time of arrival already.
    for (int i = 0; i < ports.size(); i++) {
      reflectAll(ports.get(i));
    }
    for (int i = 0; i < ports.size(); i++) {
      hearAnswers(ports.get(i));
    }
    if (isReady(1)) {
      monitor.read(new LinkEvents());
    }
  }

  private void reflectAll(WanPort port) {
    List<Doorway> doorways = port.doorways();
    for (int j = 0; j < doorways.size(); j++) {
      ProbeSocket socket = doorways.get(j).reflector();
      for (int i = 0; socket != null && i < MAX_PACKETS_IN_ROW && socket.receive(datagram); i++) {
        reflect(port, socket);
      }
    }
  }

  private void reflect(WanPort port, ProbeSocket socket) {
    // An answer to a reflector would be answered, for ever.
    boolean asks = datagram.sourcePort() != 0 && datagram.sourcePort() != settings.port();
    if (datagram.length() < StampPacket.BYTES || datagram.isCut() || !asks) {
      counter.malformed++;
      return;
    }
    if (!isPeer()) {
      counter.strangers++;
      return;
    }
    ByteBuffer packet = datagram.payload();
    clocks.read();
    long number =
        reflected.next(
            port.number,
            datagram.sourceHigh(),
            datagram.sourceLow(),
            datagram.sourcePort(),
            StampPacket.session(packet),
            clocks.mono());
    if (number == ReflectorSessions.REFUSED) {
      counter.limited++;
      return;
    }
    // Where the clock was set between arrival and now, the two times have nothing to do with each
    // other.
    boolean sameEra = clocks.era() == lastEra && datagram.receivedAtNanos() != 0;
    long received = sameEra ? Math.min(datagram.receivedAtNanos(), clocks.wall()) : clocks.wall();
    StampPacket.reflect(packet, (int) number, NtpTime.of(received), datagram.ttl());
    StampPacket.stamp(packet, NtpTime.of(clocks.wall()), quality.estimate());
    int sent =
        socket.send(
            datagram.payloadSegment(),
            datagram.length(),
            datagram.source(),
            datagram.sourceBytes());
    if (sent < 0) {
      counter.unsent++;
    } else {
      counter.reflected++;
      port.allowance().answered();
    }
  }

  private boolean isPeer() {
    for (int i = 0; i < peers.size(); i++) {
      if (datagram.isFrom(peers.get(i))) {
        return true;
      }
    }
    return false;
  }

  private void hearAnswers(WanPort port) {
    List<Doorway> doorways = port.doorways();
    for (int j = 0; j < doorways.size(); j++) {
      ProbeSocket socket = doorways.get(j).sender();
      for (int i = 0; socket != null && i < MAX_PACKETS_IN_ROW && socket.receive(datagram); i++) {
        hearAnswer(port);
      }
    }
  }

  private void hearAnswer(WanPort port) {
    ByteBuffer packet = datagram.payload();
    if (datagram.length() < StampPacket.BYTES
        || datagram.isCut()
        || !ErrorEstimate.isNtpFormat(StampPacket.errorEstimate(packet))) {
      counter.malformed++;
      return;
    }
    MeasuredPath path = asked(port, StampPacket.session(packet));
    SenderSession session = path == null ? null : path.session;
    if (session == null) {
      counter.forged++;
      return;
    }
    clocks.read();
    times.era = clocks.era();
    times.received = datagram.receivedAtNanos() == 0 ? clocks.wall() : datagram.receivedAtNanos();
    times.reflectorReceived = NtpTime.epochNanos(StampPacket.received(packet));
    times.reflectorSent = NtpTime.epochNanos(StampPacket.timestamp(packet));
    int estimate = StampPacket.errorEstimate(packet);
    times.oneWay = quality.isSynchronised() && ErrorEstimate.isSynchronised(estimate);
    times.oneWayError = quality.errorNanos() + ErrorEstimate.errorNanos(estimate);
    Verdict verdict =
        session.answered(
            StampPacket.senderSequence(packet),
            StampPacket.senderTimestamp(packet),
            StampPacket.sequence(packet),
            times,
            clocks.mono());
    switch (verdict) {
      case NEW -> counter.answered++;
      case DUPLICATE -> counter.duplicated++;
      case TOO_LATE -> counter.tooLate++;
      case FORGED -> counter.forged++;
    }
  }

  private @Nullable MeasuredPath asked(WanPort port, int sessionId) {
    for (int i = 0; i < paths.size(); i++) {
      MeasuredPath path = paths.get(i);
      if (path.port == port && path.sessionId == sessionId && path.leadsTo(datagram)) {
        return path;
      }
    }
    return null;
  }

  private final class LinkEvents implements LinkMonitor.Receiver {
    @Override
    public void device(int index, String name, LinkMonitor.Carrier carrier) {
      ports.forEach(port -> port.device(index, name, carrier == LinkMonitor.Carrier.UP));
      descriptorsChanged = true;
    }

    @Override
    public void deviceGone(int index, String name) {
      ports.forEach(port -> port.deviceGone(index));
      descriptorsChanged = true;
    }

    @Override
    public void addressesChanged() {
      ports.forEach(port -> port.doorways().forEach(Doorway::retrySoon));
    }

    @Override
    public void refreshed() {
      ports.forEach(WanPort::refreshed);
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
    for (int i = 0; i < paths.size(); i++) {
      MeasuredPath path = paths.get(i);
      path.health.linkFault = path.fault();
      path.health.linkKnown = path.port.isKnown() && path.doorway().isKnown();
      SenderSession session = path.session;
      if (session != null) {
        session.judge(now, stalledUntil);
      }
    }
    verdicts.judge(healths, now);
  }

  private void changed(PathHealth path, PathState state, String reason, long detectionNanos) {
    listener.stateChanged(path.key, state, reason, detectionNanos);
  }

  // ----------------------------------------------------------------------------------- sending

  private void send() {
    for (int i = 0; i < paths.size(); i++) {
      MeasuredPath path = paths.get(i);
      if (path.dueAt() <= System.nanoTime()) {
        send(path);
      }
    }
  }

  private void send(MeasuredPath path) {
    ProbeSocket socket = path.doorway().sender();
    SenderSession session = path.session;
    if (socket == null || session == null) {
      return;
    }
    if (!path.port.allowance().take(System.nanoTime())) {
      counter.held++;
      path.sent(System.nanoTime());
      return;
    }
    clocks.read();
    long sentAt = clocks.mono();
    long timestamp = NtpTime.of(clocks.wall());
    StampPacket.writeProbe(
        probeView, session.nextSequence(), timestamp, quality.estimate(), path.sessionId);
    MemorySegment remote = path.remote();
    int sent = socket.send(probe, StampPacket.BYTES, remote, (int) remote.byteSize());
    boolean slow = System.nanoTime() - sentAt > SLOW_SEND_NANOS;
    path.sent(sentAt);
    if (sent == -Native.EAGAIN || sent == -Native.ENOBUFS) {
      // Our own queue was full: no probe was sent, and none is lost.
      counter.unsent++;
      return;
    }
    session.sent(sentAt, timestamp, slow ? SenderSession.NO_ERA : clocks.era());
    if (sent < 0) {
      counter.unsent++;
      refused(path.doorway(), sent);
    } else {
      counter.sent++;
    }
  }

  /** The address or the device is not there any more. */
  private void refused(Doorway doorway, int negativeErrno) {
    switch (-negativeErrno) {
      case Native.EINVAL, Native.EADDRNOTAVAIL, Native.ENODEV, Native.ENXIO -> {
        doorway.close();
        doorway.retrySoon();
        descriptorsChanged = true;
      }
      default -> {
        // No route, no neighbour, or a firewall: to the path, that is a loss.
      }
    }
  }

  // ----------------------------------------------------------------------------------- chores

  private void closeWindows(long now) {
    for (int i = 0; i < paths.size(); i++) {
      MeasuredPath path = paths.get(i);
      if (path.windowEnd <= now) {
        closeWindow(path, now);
      }
    }
  }

  private void closeWindow(MeasuredPath path, long now) {
    clocks.read();
    SenderSession session = path.session;
    if (session != null) {
      listener.window(
          session
              .window()
              .close(
                  path.windowBeginWall / 1_000,
                  (int) ((now - path.windowBegin + 500_000) / 1_000_000),
                  path.health.state,
                  path.port.txBps,
                  path.port.rxBps));
      session.tick();
    }
    beginWindow(path, now, path.windowEnd + SECOND);
  }

  private void beginWindow(MeasuredPath path, long now, long end) {
    path.windowBegin = now;
    path.windowBeginWall = clocks.wall();
    path.windowEnd = end > now ? end : now + SECOND;
  }

  private void chores(long now) throws IOException {
    nextChores = nextChores + SECOND > now ? nextChores + SECOND : now + SECOND;
    quality.refresh();
    counter.sessions = reflected.expire(now);
    published = counter.publish();
    countTraffic(now);
    for (WanPort port : ports) {
      if (!port.allowance().isUnlimited()) {
        port.allowance().tick(now);
        stretch(port);
      }
    }
  }

  private void stretch(WanPort port) {
    double probesPerSecond = 0;
    for (MeasuredPath path : paths) {
      probesPerSecond += path.port == port ? path.probesPerSecond() : 0;
    }
    double factor = port.allowance().stretch(probesPerSecond);
    for (MeasuredPath path : paths) {
      if (path.port == port) {
        path.stretch(factor);
      }
    }
  }

  private void countTraffic(long now) throws IOException {
    if (ports.isEmpty()) {
      return;
    }
    Map<String, LinkCounters.Count> counts = LinkCounters.read();
    for (WanPort port : ports) {
      port.counted(counts.get(port.plan().device()), now);
    }
  }

  // ------------------------------------------------------------------------------------- plans

  private void takePlans(long now) {
    ProbePlan plan = changedPlans.poll();
    while (plan != null) {
      take(plan, now);
      plan = changedPlans.poll();
    }
  }

  private void take(ProbePlan plan, long now) {
    replacePorts(plan, now);
    replacePaths(plan, now);
    healths = paths.stream().map(p -> p.health).toList();
    PathHealth.relate(healths);
    peers = plan.paths().stream().flatMap(p -> p.askers().stream()).distinct().toList();
    ports.forEach(this::stretch);
    descriptorsChanged = true;
    refreshDevices();
  }

  private void replacePorts(ProbePlan plan, long now) {
    List<WanPort> old = new ArrayList<>(ports);
    List<WanPort> replaced = new ArrayList<>();
    for (ProbePlan.Link link : plan.links()) {
      WanPort port = portOf(link, old);
      if (port == null) {
        port = new WanPort(link, random.nextInt(), now);
      }
      old.remove(port);
      replaced.add(port);
    }
    // An address may have moved from one link to another: the old one lets go of it first.
    old.forEach(WanPort::close);
    ports = List.copyOf(replaced);
    for (int i = 0; i < replaced.size(); i++) {
      replaced.get(i).become(plan.links().get(i), now);
    }
  }

  private static @Nullable WanPort portOf(ProbePlan.Link link, List<WanPort> among) {
    for (WanPort port : among) {
      if (port.isOf(link)) {
        return port;
      }
    }
    return null;
  }

  private void replacePaths(ProbePlan plan, long now) {
    Map<String, MeasuredPath> old = new HashMap<>();
    paths.forEach(path -> old.put(path.plan().key(), path));
    List<MeasuredPath> replaced = new ArrayList<>();
    for (ProbePlan.Path wanted : plan.paths()) {
      MeasuredPath path = old.get(wanted.key());
      WanPort port = portOf(wanted.link(), ports);
      if (port == null) {
        throw new IllegalStateException("path " + wanted.key() + " lies on no link of the plan");
      }
      if (path != null && path.port == port && wanted.continues(path.plan())) {
        old.remove(wanted.key());
        path.become(wanted);
      } else {
        path = begun(wanted, port, replaced.size(), plan.paths().size(), now);
      }
      replaced.add(path);
    }
    paths = List.copyOf(replaced);
  }

  /** First probes are spread over an interval, and windows over a second. */
  private MeasuredPath begun(ProbePlan.Path plan, WanPort port, int index, int count, long now) {
    int id = 1 + random.nextInt(0xffff);
    double phase = (double) index / count;
    MeasuredPath path = new MeasuredPath(plan, port, settings.port(), id, listener, now, phase);
    clocks.read();
    beginWindow(path, now, now + SECOND + SECOND * index / count);
    return path;
  }

  private void openPorts(long now) {
    for (int i = 0; i < ports.size(); i++) {
      List<Doorway> doorways = ports.get(i).doorways();
      for (int j = 0; j < doorways.size(); j++) {
        if (doorways.get(j).retryAt() <= now) {
          descriptorsChanged |= doorways.get(j).open(calls, settings.port(), now);
        }
      }
    }
  }
}
