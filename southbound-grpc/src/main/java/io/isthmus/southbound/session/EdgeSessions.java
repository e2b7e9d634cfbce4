package io.isthmus.southbound.session;

import io.isthmus.domain.admission.Refusal;
import io.isthmus.domain.operation.TraceParent;
import io.isthmus.domain.operation.WorkObserver;
import io.isthmus.domain.plan.EdgePlan;
import io.isthmus.domain.reconcile.EdgeFleet;
import io.isthmus.domain.reconcile.EdgePort;
import io.isthmus.domain.reconcile.NetworkWatch;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.EdgeIdentity;
import io.isthmus.southbound.tls.EdgeCertificate;
import java.net.SocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All streams of this controller, and the way from the domain to each. Safe for any thread; nothing
 * here blocks, except {@link #awaitRecorded}.
 */
public final class EdgeSessions implements EdgePort {
  static final int MOST_STREAMS = 20_000;

  /** Half of the store's connections: the others are for requests. */
  private static final int RECORDERS = 8;

  private static final int EPOCHS_PER_MILLI = 1 << 20;
  private static final int SHORTEST_DRAIN_MILLIS = 200;
  private static final int LONGEST_DRAIN_MILLIS = 1_000;
  private static final long TELLING_MILLIS_PER_STREAM = 4;
  private static final long LONGEST_TELLING_MILLIS = 30_000;

  private final EdgeFleet fleet;
  private final NetworkWatch watch;
  private final EdgeTrust trust;
  private final SessionLimits limits;
  private final Executor executor;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final AtomicLong epochs;
  private final Semaphore recorders = new Semaphore(RECORDERS);
  private final Map<EdgeKey, EdgeSeat> seats = new ConcurrentHashMap<>();
  private final Set<EdgeSession> streams = ConcurrentHashMap.newKeySet();

  /**
   * @param clock epochs grow with it, so that they grow from one start of the controller to the
   *     next
   * @param executor a thread per task, best a virtual one
   * @param nanoTime monotonic, such as {@code System::nanoTime}
   * @param random for jitter; safe for any thread
   */
  public EdgeSessions(
      EdgeFleet fleet,
      NetworkWatch watch,
      EdgeTrust trust,
      SessionLimits limits,
      Clock clock,
      Executor executor,
      LongSupplier nanoTime,
      RandomGenerator random) {
    this.fleet = fleet;
    this.watch = watch;
    this.trust = trust;
    this.limits = limits;
    this.executor = executor;
    this.nanoTime = nanoTime;
    this.random = random;
    this.epochs = new AtomicLong(clock.millis() * EPOCHS_PER_MILLI);
  }

  @Override
  public void plansChanged(Collection<EdgeKey> edges) {
    edges.forEach(edge -> findSession(edge).ifPresent(EdgeSession::wake));
  }

  @Override
  public void edgeRemoved(EdgeKey edge) {
    findSession(edge).ifPresent(EdgeSession::removed);
    tidy(edge);
  }

  /** Ends the streams that stand on an identity which is in force no longer. */
  public void identityEnded(EdgeIdentity identity) {
    Refusal refusal =
        identity.state() == EdgeIdentity.State.REVOKED
            ? Refusal.IDENTITY_REVOKED
            : Refusal.IDENTITY_SUPERSEDED;
    String message =
        refusal == Refusal.IDENTITY_REVOKED
            ? "the edge is not trusted any more: a new enrolment token lets it in again"
            : "the edge has enrolled anew, with another key";
    streams.stream()
        .filter(session -> session.standsOn(identity))
        .forEach(session -> session.refused(refusal, message));
  }

  /**
   * Tells the edges which roots to trust now, a few at a time: most of them answer by renewing
   * their certificates.
   */
  public void rootsChanged() {
    long most =
        Math.min(LONGEST_TELLING_MILLIS, (long) streams.size() * TELLING_MILLIS_PER_STREAM) + 1;
    streams.forEach(session -> session.rootsChanged(Duration.ofMillis(random.nextLong(most))));
  }

  /** Wakes the sessions whose time has come. Called several times a second. */
  public void tick() {
    long now = nanoTime();
    for (EdgeSession session : streams) {
      if (now - session.wakeAtNanos() >= 0) {
        session.wake();
      }
    }
  }

  /** Sends every edge away for a moment, as before a stop. */
  public void drain() {
    streams.forEach(
        session -> session.drain(random.nextInt(SHORTEST_DRAIN_MILLIS, LONGEST_DRAIN_MILLIS + 1)));
  }

  /** Waits until all that edges said is recorded. False when the time is over first. */
  public boolean awaitRecorded(Duration most) throws InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    while (!streams.isEmpty() || !seats.values().stream().allMatch(s -> s.journal().isIdle())) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      Thread.sleep(10);
    }
    return true;
  }

  public SessionCounts counts() {
    SessionCounts counts = SessionCounts.NONE;
    for (EdgeSession session : streams) {
      counts = counts.plus(session.state());
    }
    return counts;
  }

  /** When the first of the certificates that edges are connected by runs out; empty without any. */
  public Optional<Instant> soonestExpiry() {
    return streams.stream().map(EdgeSession::certificateExpiry).min(Comparator.naturalOrder());
  }

  /** Empty when there are too many already. */
  Optional<EdgeSession> open(
      EdgeLink link, EdgeCertificate certificate, @Nullable SocketAddress address) {
    if (streams.size() >= MOST_STREAMS) {
      return Optional.empty();
    }
    EdgeSession session = new EdgeSession(this, link, certificate, address);
    streams.add(session);
    return Optional.of(session);
  }

  void ended(EdgeSession session) {
    streams.remove(session);
  }

  /**
   * A seat and the number that orders the sessions that took it.
   *
   * @param epoch greater than that of every session before
   */
  record Taken(EdgeSeat seat, long epoch) {}

  /** Seats the session; whoever sat there has to go. */
  Taken seat(EdgeKey edge, EdgeSession newcomer) {
    Takeover takeover = new Takeover(newcomer);
    seats.compute(edge, (key, seat) -> takeover.of(seat != null ? seat : newSeat(key)));
    takeover.before.ifPresent(EdgeSession::superseded);
    return takeover.taken();
  }

  void leave(EdgeKey edge, EdgeSession session) {
    seats.computeIfPresent(
        edge,
        (key, seat) -> {
          seat.leave(session);
          return seat;
        });
    tidy(edge);
  }

  Optional<EdgePlan> plan(EdgeKey edge) {
    return fleet.plan(edge);
  }

  /** Who is told of what is on its way to the edges. */
  WorkObserver observer() {
    return fleet.observer();
  }

  /** Where the change that made this revision was asked for. */
  Optional<TraceParent> trace(long revision) {
    return fleet.trace(revision);
  }

  NetworkWatch watch() {
    return watch;
  }

  EdgeTrust trust() {
    return trust;
  }

  SessionLimits limits() {
    return limits;
  }

  Executor executor() {
    return executor;
  }

  RandomGenerator random() {
    return random;
  }

  long nanoTime() {
    return nanoTime.getAsLong();
  }

  private EdgeSeat newSeat(EdgeKey edge) {
    return new EdgeSeat(
        new EdgeJournal(
            fleet, watch, edge, recorders, executor, new Recorded(), EdgeJournal.FIRST_PAUSE));
  }

  private Optional<EdgeSession> findSession(EdgeKey edge) {
    return Optional.ofNullable(seats.get(edge)).flatMap(EdgeSeat::holder);
  }

  /** Takes the seat away from an edge that exists no more, once nobody needs it. */
  private void tidy(EdgeKey edge) {
    if (fleet.plan(edge).isEmpty()) {
      seats.computeIfPresent(edge, (key, seat) -> orGone(key, seat));
    }
  }

  @SuppressWarnings("NullAway") // a null from computeIfPresent means removal
  private EdgeSeat orGone(EdgeKey edge, EdgeSeat seat) {
    return seat.isDeserted() && fleet.plan(edge).isEmpty() ? null : seat;
  }

  private final class Recorded implements EdgeJournal.Listener {
    @Override
    public void lost(EdgeKey edge, long epoch) {
      findSession(edge).ifPresent(session -> session.notRecorded(epoch));
    }

    @Override
    public void noticed(EdgeKey edge, long epoch, long sequence) {
      findSession(edge).ifPresent(session -> session.noticed(epoch, sequence));
    }

    @Override
    public void idle(EdgeKey edge) {
      tidy(edge);
    }
  }

  /** Carries out of the map's lock what happened within. */
  private final class Takeover {
    private final EdgeSession newcomer;
    private Optional<EdgeSession> before = Optional.empty();
    private @Nullable Taken taken;

    Takeover(EdgeSession newcomer) {
      this.newcomer = newcomer;
    }

    EdgeSeat of(EdgeSeat seat) {
      before = seat.take(newcomer);
      taken = new Taken(seat, epochs.incrementAndGet());
      return seat;
    }

    Taken taken() {
      if (taken == null) {
        throw new IllegalStateException("nobody was seated");
      }
      return taken;
    }
  }
}
