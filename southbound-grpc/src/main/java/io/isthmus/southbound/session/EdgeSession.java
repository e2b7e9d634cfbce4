package io.isthmus.southbound.session;

import io.grpc.Metadata;
import io.grpc.Status;
import io.isthmus.domain.admission.EnrollmentOutcome;
import io.isthmus.domain.admission.Refusal;
import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.plan.EdgePlan;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.Der;
import io.isthmus.domain.trust.EdgeIdentity;
import io.isthmus.southbound.api.v1.CertificateRenewal;
import io.isthmus.southbound.api.v1.ConfigResult;
import io.isthmus.southbound.api.v1.ControllerMessage;
import io.isthmus.southbound.api.v1.Drain;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.Hello;
import io.isthmus.southbound.api.v1.NoticeAck;
import io.isthmus.southbound.api.v1.RefusalReason;
import io.isthmus.southbound.api.v1.Welcome;
import io.isthmus.southbound.tls.EdgeCertificate;
import java.math.BigInteger;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of one edge, from its first message to its end. Public methods may be called by any
 * thread and only enqueue; everything else happens in the session's mailbox, one step at a time,
 * and never blocks.
 */
final class EdgeSession {
  private static final Logger log = LoggerFactory.getLogger(EdgeSession.class);

  /** Messages come up one at a time and signals are merged, so that a handful is the usual most. */
  private static final int MOST_WAITING = 256;

  /** How far the session is. */
  enum Phase {
    AWAITING_HELLO,
    OPEN,
    /** The edge was removed from the intent and is to carry nothing. */
    LEAVING,
    ENDED
  }

  private final EdgeSessions sessions;
  private final EdgeLink link;
  private final Credentials credentials;
  private final Mailbox mailbox;
  private final MessageBudget messages;
  private final MessageBudget bytes;
  private final AtomicBoolean wakeWaits = new AtomicBoolean();
  private volatile SessionCounts.State state = SessionCounts.State.AWAITING_HELLO;
  private volatile long wakeAtNanos;

  private Phase phase = Phase.AWAITING_HELLO;
  private long giveUpAtNanos;
  private boolean farewellSent;

  private @Nullable Seated seated;

  /** What a session has once its edge is known. */
  private record Seated(
      EdgeKey edge, long epoch, EdgeSeat seat, Delivery delivery, Testimony testimony) {}

  EdgeSession(
      EdgeSessions sessions,
      EdgeLink link,
      EdgeCertificate certificate,
      @Nullable SocketAddress address) {
    this.sessions = sessions;
    this.link = link;
    this.mailbox = new Mailbox(sessions.executor(), MOST_WAITING);
    SessionLimits limits = sessions.limits();
    long now = sessions.nanoTime();
    this.credentials = new Credentials(sessions.trust(), certificate, address, now);
    this.messages = new MessageBudget(limits.messagesPerSecond(), limits.messageBurst(), now);
    this.bytes = new MessageBudget(limits.bytesPerSecond(), limits.byteBurst(), now);
    this.giveUpAtNanos = now + limits.helloWithin().toNanos();
    this.wakeAtNanos = giveUpAtNanos;
  }

  void received(EdgeMessage message) {
    enqueue(() -> take(message));
  }

  /** What came was no message. */
  void garbled() {
    enqueue(() -> end(Status.INVALID_ARGUMENT, "the stream carried bytes that are no EdgeMessage"));
  }

  /** The edge ended the stream in good order. */
  void completed() {
    enqueue(() -> end(Status.OK, "the edge closed the stream"));
  }

  /** The stream is gone. */
  void cancelled() {
    enqueue(() -> end(Status.CANCELLED, "the connection was lost"));
  }

  /** A newer stream of the same edge came. */
  void superseded() {
    enqueue(() -> end(Status.ABORTED, "superseded by a newer stream of the edge"));
  }

  /** Something of what the edge said in the session of this epoch could not be recorded. */
  void notRecorded(long epoch) {
    enqueue(() -> {
      if (seated != null && seated.epoch() == epoch) {
        end(Status.UNAVAILABLE, "the controller could not record what the edge said: reconnect");
      }
    });
  }

  /** Every notice of the session of this epoch up to this sequence is recorded. */
  void noticed(long epoch, long sequence) {
    enqueue(() -> {
      if (seated != null && seated.epoch() == epoch) {
        link.send(
            ControllerMessage.newBuilder()
                .setNoticeAck(NoticeAck.newBuilder().setSequence(sequence))
                .build());
      }
    });
  }

  /** The ledger says that the edge's certificate counts. */
  void admitted(UUID identity) {
    credentials.admitted(identity);
  }

  /** The ledger says that it does not, or no longer. */
  void refused(Refusal refusal, String message) {
    enqueue(() -> refuse(RefusalWords.status(refusal), RefusalWords.reason(refusal), message));
  }

  boolean standsOn(EdgeIdentity identity) {
    return credentials.standsOn(identity);
  }

  /** Roots have come or gone; the edge is told after a while, so that not all renew at once. */
  void rootsChanged(Duration after) {
    enqueue(() -> {
      if (seated != null) {
        credentials.tellRootsAt(sessions.nanoTime() + after.toNanos());
      }
    });
  }

  /** The edge was removed from the intent. */
  void removed() {
    enqueue(this::leave);
  }

  void drain(int reconnectAfterMillis) {
    enqueue(() -> drainNow(reconnectAfterMillis));
  }

  /** There may be a newer plan, or room to send it. */
  void wake() {
    if (wakeWaits.compareAndSet(false, true)) {
      enqueue(() -> wakeWaits.set(false));
    }
  }

  /** When the session has to be woken though nothing happens. */
  long wakeAtNanos() {
    return wakeAtNanos;
  }

  SessionCounts.State state() {
    return state;
  }

  Instant certificateExpiry() {
    return credentials.certificate().notAfter();
  }

  private void enqueue(Runnable step) {
    if (!mailbox.offer(() -> run(step))) {
      log.error("a session's mailbox is full: {} tasks wait", MOST_WAITING);
    }
  }

  private void run(Runnable step) {
    if (phase == Phase.ENDED) {
      return;
    }
    try (LogContext context = LogContext.of(credentials.certificate().edge())) {
      step.run();
      checkTime();
      tellRoots();
      push();
    } catch (RuntimeException e) {
      log.error("session of {} failed", name(), e);
      end(Status.INTERNAL, "the controller failed; its log says why");
    }
    publish();
  }

  private void take(EdgeMessage message) {
    long now = sessions.nanoTime();
    if (!messages.take(1, now) || !bytes.take(message.getSerializedSize(), now)) {
      end(
          Status.RESOURCE_EXHAUSTED,
          "more than %d messages or %d bytes a second: slow down"
              .formatted(
                  sessions.limits().messagesPerSecond(), sessions.limits().bytesPerSecond()));
      return;
    }
    if (phase != Phase.LEAVING) {
      giveUpAtNanos = now + sessions.limits().silence().toNanos();
    }
    if (seated == null) {
      greet(message);
    } else {
      hear(seated, message);
    }
    if (phase != Phase.ENDED) {
      link.requestMessage();
    }
  }

  private void greet(EdgeMessage message) {
    if (message.getBodyCase() != EdgeMessage.BodyCase.HELLO) {
      end(Status.FAILED_PRECONDITION, "the first message has to be a hello");
      return;
    }
    Hello hello = message.getHello();
    EdgeKey edge;
    try {
      edge = new EdgeKey(Name.of(hello.getTenant()), Name.of(hello.getEdge()));
    } catch (InvalidValue e) {
      end(Status.INVALID_ARGUMENT, e.getMessage());
      return;
    }
    EdgeKey certified = credentials.certificate().edge();
    if (!edge.equals(certified)) {
      sessions
          .trust()
          .refused()
          .refused(credentials.address(), certified, Refusal.EDGE_MISMATCH.name());
      refuse(
          Status.PERMISSION_DENIED,
          RefusalReason.REFUSAL_REASON_EDGE_MISMATCH,
          "the certificate is one of edge %s: an edge speaks for itself alone"
              .formatted(certified));
      return;
    }
    Optional<EdgePlan> plan = sessions.plan(edge);
    if (plan.isPresent()) {
      open(edge, hello, plan.get().revision());
    } else {
      end(Status.NOT_FOUND, notDeclared(edge));
    }
  }

  /** The seat is taken before the plan to send is read: so no newer plan goes unnoticed. */
  private void open(EdgeKey edge, Hello hello, long plannedRevision) {
    EdgeSessions.Taken taken = sessions.seat(edge, this);
    ConfigSync sync =
        new ConfigSync(
            sessions.limits(),
            sessions.random(),
            taken.epoch(),
            hello,
            plannedRevision,
            taken.seat().find(hello.getAppliedHash()));
    Seated place = seated(edge, taken, sync);
    String bootId = EdgeWords.label(hello.getBootId());
    seated = place;
    phase = Phase.OPEN;
    link.send(welcome(taken.epoch()));
    credentials.tellRootsAt(sessions.nanoTime());
    write(place, new JournalEntry.What.Connected(EdgeWords.report(hello), bootId));
    write(place, new JournalEntry.What.Keyed(KeyWords.of(hello)));
    log.info("edge {} connected, carrying revision {}", edge, hello.getAppliedRevision());
  }

  private Seated seated(EdgeKey edge, EdgeSessions.Taken taken, ConfigSync sync) {
    Consumer<JournalEntry.What> record =
        what -> write(taken.seat(), new JournalEntry(taken.epoch(), what));
    return new Seated(
        edge,
        taken.epoch(),
        taken.seat(),
        new Delivery(sessions, link, edge, taken.seat(), sync, record),
        new Testimony(sessions.watch(), edge, record));
  }

  private void hear(Seated place, EdgeMessage message) {
    Testimony testimony = place.testimony();
    switch (message.getBodyCase()) {
      case HELLO -> end(Status.FAILED_PRECONDITION, "a stream has one hello: open another stream");
      case CONFIG_RESULT -> answered(place, message.getConfigResult());
      case HEARTBEAT -> testimony.alive(message.getHeartbeat());
      case DRIFT_REPORT -> testimony.drifted(message.getDriftReport());
      case MEASUREMENTS -> testimony.measured(message.getMeasurements());
      case NOTICE -> testimony.noticed(message.getNotice());
      case WIREGUARD_KEYS -> testimony.keyed(message.getWireguardKeys());
      case CERTIFICATE_RENEWAL -> renew(place, message.getCertificateRenewal());
      case BODY_NOT_SET -> log.debug("edge {} said what this controller does not know", name());
    }
  }

  /** The authority may take its time; the session goes on meanwhile. */
  private void renew(Seated place, CertificateRenewal message) {
    if (!credentials.beginRenewal(sessions.nanoTime())) {
      end(Status.RESOURCE_EXHAUSTED, "a certificate was asked for only now: wait a second");
      return;
    }
    BigInteger presented = credentials.certificate().serial();
    Der request = Der.of(message.getCertificateRequest().toByteArray());
    sessions
        .executor()
        .execute(() -> {
          Runnable answer = ask(place.edge(), presented, request);
          enqueue(answer);
        });
  }

  /** Runs outside of the mailbox, and gives what is to be done within. */
  private Runnable ask(EdgeKey edge, BigInteger presented, Der request) {
    try {
      EnrollmentOutcome outcome = sessions.trust().admission().renew(edge, presented, request);
      return () -> renewed(outcome);
    } catch (RuntimeException e) {
      log.warn("the certificate of edge {} could not be renewed: {}", edge, e.toString());
      return () ->
          end(Status.UNAVAILABLE, "the controller could not renew the certificate: reconnect");
    }
  }

  private void renewed(EnrollmentOutcome outcome) {
    switch (outcome) {
      case EnrollmentOutcome.Issued issued -> {
        credentials.renewed(issued, sessions.nanoTime());
        link.send(ControllerMessage.newBuilder().setCertificate(TrustWords.issued(issued)).build());
      }
      case EnrollmentOutcome.Refused refused ->
          refuse(
              RefusalWords.status(refused.reason()),
              RefusalWords.reason(refused.reason()),
              refused.message());
      case EnrollmentOutcome.Pending _ ->
          end(Status.INTERNAL, "a renewal waits for nobody; the controller failed");
    }
  }

  private void tellRoots() {
    if (phase == Phase.OPEN) {
      credentials
          .takeBundle(sessions.nanoTime())
          .ifPresent(
              bundle -> link.send(ControllerMessage.newBuilder().setTrustBundle(bundle).build()));
    }
  }

  private void answered(Seated place, ConfigResult result) {
    if (phase == Phase.LEAVING) {
      place.delivery().answeredInVain(result);
      answeredWhileLeaving(place);
    } else {
      place.delivery().answered(result);
    }
  }

  /** Decides after every step whether the edge is to be sent something. */
  private void push() {
    Seated place = seated;
    if (phase != Phase.OPEN || place == null || !place.delivery().isFree() || !link.isReady()) {
      return;
    }
    Optional<EdgePlan> plan = sessions.plan(place.edge());
    if (plan.isEmpty()) {
      leave();
      return;
    }
    place.delivery().offer(plan.get());
  }

  private void write(Seated place, JournalEntry.What what) {
    write(place.seat(), new JournalEntry(place.epoch(), what));
  }

  private void write(EdgeSeat seat, JournalEntry entry) {
    if (!seat.journal().write(entry)) {
      end(Status.UNAVAILABLE, "the controller's store does not answer: reconnect in a while");
    }
  }

  private void leave() {
    if (seated != null && phase == Phase.OPEN) {
      phase = Phase.LEAVING;
      sayFarewell(seated);
    }
  }

  /** Sends the empty configuration once nothing else is on its way. */
  private void sayFarewell(Seated place) {
    giveUpAtNanos = sessions.nanoTime() + sessions.limits().farewellWithin().toNanos();
    if (place.delivery().isFree()) {
      farewellSent = true;
      place.delivery().offerNothing();
    }
  }

  private void answeredWhileLeaving(Seated place) {
    if (!place.delivery().isFree()) {
      return;
    }
    if (farewellSent) {
      end(Status.NOT_FOUND, notDeclared(place.edge()));
    } else {
      sayFarewell(place);
    }
  }

  private void checkTime() {
    long now = sessions.nanoTime();
    if (phase == Phase.ENDED) {
      return;
    }
    if (credentials.isExpired(now)) {
      refuse(
          Status.UNAUTHENTICATED,
          RefusalReason.REFUSAL_REASON_CERTIFICATE_EXPIRED,
          "the certificate ran out at %s and was not renewed: enrol again with it"
              .formatted(credentials.certificate().notAfter()));
    } else if (now - giveUpAtNanos >= 0) {
      giveUp();
    } else if (phase == Phase.OPEN && seated != null) {
      seated
          .delivery()
          .overdueRevision(now)
          .ifPresent(revision ->
              end(
                  Status.DEADLINE_EXCEEDED,
                  "no answer to revision %d in time".formatted(revision)));
    }
  }

  private void giveUp() {
    switch (phase) {
      case AWAITING_HELLO ->
          end(
              Status.DEADLINE_EXCEEDED,
              "no hello within %d s".formatted(sessions.limits().helloWithin().toSeconds()));
      case OPEN ->
          end(
              Status.DEADLINE_EXCEEDED,
              "nothing heard for %.1f s"
                  .formatted(sessions.limits().silence().toMillis() / 1000.0));
      case LEAVING ->
          end(
              Status.NOT_FOUND,
              seated == null ? "the edge was removed" : notDeclared(seated.edge()));
      case ENDED -> {}
    }
  }

  private void drainNow(int reconnectAfterMillis) {
    link.send(
        ControllerMessage.newBuilder()
            .setDrain(Drain.newBuilder().setReconnectAfterMillis(reconnectAfterMillis))
            .build());
    end(Status.OK, "the controller is stopping");
  }

  private void end(Status status, String reason) {
    end(status, reason, new Metadata());
  }

  private void refuse(Status status, RefusalReason refusal, String reason) {
    end(status, reason, RefusalWords.trailers(refusal));
  }

  private void end(Status status, String reason, Metadata trailers) {
    if (phase == Phase.ENDED) {
      return;
    }
    phase = Phase.ENDED;
    log.info("stream of {} ended: {}", name(), reason);
    link.end(status.isOk() ? status : status.withDescription(reason), trailers);
    Seated place = seated;
    if (place != null) {
      place.delivery().lost();
      write(place, new JournalEntry.What.Disconnected(reason));
      sessions.leave(place.edge(), this);
    }
    sessions.ended(this);
  }

  private void publish() {
    Seated place = seated;
    state = place == null ? SessionCounts.State.AWAITING_HELLO : place.delivery().state();
    long wakeAt = giveUpAtNanos;
    if (place != null && place.delivery().wakeAtNanos().isPresent()) {
      long deliveryAt = place.delivery().wakeAtNanos().getAsLong();
      wakeAt = deliveryAt - wakeAt < 0 ? deliveryAt : wakeAt;
    }
    long credentialsAt = credentials.wakeAtNanos();
    wakeAt = credentialsAt - wakeAt < 0 ? credentialsAt : wakeAt;
    wakeAtNanos = wakeAt;
  }

  private ControllerMessage welcome(long epoch) {
    return ControllerMessage.newBuilder()
        .setWelcome(
            Welcome.newBuilder()
                .setSessionEpoch(epoch)
                .setHeartbeatIntervalMillis(
                    Math.toIntExact(sessions.limits().heartbeatInterval().toMillis())))
        .build();
  }

  private String name() {
    String edge = "edge " + credentials.certificate().edge();
    return seated == null ? edge + ", which said no hello," : edge;
  }

  private static String notDeclared(EdgeKey edge) {
    return "edge %s of tenant %s is not declared: declare it with PUT /api/v1/tenants/%s/edges/%s; the agent keeps trying"
        .formatted(edge.edge(), edge.tenant(), edge.tenant(), edge.edge());
  }
}
