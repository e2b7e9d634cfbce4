package io.isthmus.agent.control;

import io.isthmus.agent.identity.Faults;
import io.isthmus.agent.identity.Refusal;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.api.v1.ControllerMessage;
import io.isthmus.southbound.api.v1.Drain;
import io.isthmus.southbound.api.v1.EdgeControlGrpc;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.EnrollReply;
import io.isthmus.southbound.api.v1.IssuedIdentity;
import io.isthmus.southbound.api.v1.Welcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The session as the contract has it: hello first, welcome first, heartbeats when silent, back with
 * backoff whenever it ends; a certificate that expired is replaced before. Confined to the agent's
 * thread; times are nanoseconds of one clock.
 */
final class Session {

  /** A controller that has just started on a busy machine takes long for its first handshakes. */
  private static final long WELCOME_TIMEOUT = Duration.ofSeconds(20).toNanos();

  /** A session that ends sooner was no success: two edges of one name would push each other out. */
  private static final long GOOD_AFTER = Duration.ofSeconds(5).toNanos();

  /** Longer than the request's own deadline, so that an answer is never missed by a little. */
  private static final long ENROLMENT_TIMEOUT = Duration.ofSeconds(20).toNanos();

  /** How long a controller may take to end a stream that the edge has ended. */
  private static final long PARTING_TIMEOUT = Duration.ofSeconds(2).toNanos();

  /** Who is refused does not knock more often than this, and hears of a new join sooner. */
  private static final long REFUSED_WAIT = Duration.ofMinutes(5).toNanos();

  private static final long JOIN_WATCH = Duration.ofSeconds(1).toNanos();
  private static final int MAX_JOIN_WATCHES = 5;
  private static final int MIN_HEARTBEAT_MILLIS = 100;
  private static final int MIN_PENDING_MILLIS = 1_000;
  private static final int MAX_PENDING_MILLIS = 60_000;
  private static final long NEVER = Long.MAX_VALUE;

  /** What the session is about. */
  private enum Phase {
    /** Nothing until {@link #dueAt}; then a stream, or a certificate first. */
    WAITING,
    /** A certificate was asked for. */
    ENROLLING,
    /** A stream was opened, and nothing has come by it. */
    OPENING,
    WELCOME,
    /** The stream was ended from here, for one with a newer certificate. */
    PARTING
  }

  private final ControllerChannel channel;
  private final Credentials credentials;
  private final Inbox inbox;
  private final Supplier<EdgeMessage> hello;
  private final Supplier<EdgeMessage> heartbeat;
  private final Backlog backlog;
  private final RandomGenerator random;
  private final Backoff backoff;
  private Phase phase = Phase.WAITING;
  private @Nullable ControllerStream stream;

  /** Numbers streams and requests for certificates, so that what comes late is known as such. */
  private long attempt;

  private long dueAt;
  private long openedAt;
  private long lastSentAt;
  private long heartbeatNanos = NEVER;
  private boolean distrusted;
  private boolean another;
  private boolean expiryReported;
  private long refusedUntil;
  private int joinWatches;
  private String lastReason = "";

  Session(
      ControllerChannel channel,
      Credentials credentials,
      Inbox inbox,
      Supplier<EdgeMessage> hello,
      Supplier<EdgeMessage> heartbeat,
      Backlog backlog,
      RandomGenerator random,
      long now) {
    this.channel = channel;
    this.credentials = credentials;
    this.inbox = inbox;
    this.hello = hello;
    this.heartbeat = heartbeat;
    this.backlog = backlog;
    this.random = random;
    this.backoff = new Backoff(random);
    this.dueAt = now;
    this.refusedUntil = now;
    this.distrusted = credentials.isRefused();
  }

  /** When {@link #run} has something to do, as a distance from now. */
  long dueIn(long now) {
    if (phase != Phase.WELCOME) {
      return dueAt - now;
    }
    long heartbeatIn = heartbeatNanos == NEVER ? NEVER : lastSentAt + heartbeatNanos - now;
    return Math.min(heartbeatIn, credentials.renewalInNanos());
  }

  void run(long now) {
    if (phase == Phase.WELCOME && credentials.isRenewalDue()) {
      send(credentials.renewal(), now);
    }
    if (dueIn(now) > 0) {
      return;
    }
    switch (phase) {
      case WAITING -> attempt(now);
      case ENROLLING -> over("the controller did not answer a request for a certificate", now);
      case OPENING -> {
        cancel("no welcome within " + WELCOME_TIMEOUT / 1_000_000 + " ms");
        over("the controller sent no welcome", now);
      }
      case WELCOME -> {
        if (heartbeatNanos != NEVER && lastSentAt + heartbeatNanos <= now) {
          send(heartbeat.get(), now);
        }
      }
      case PARTING -> {
        cancel("the controller did not end the stream");
        parted(now);
      }
    }
  }

  private void attempt(long now) {
    switch (credentials.reload()) {
      case NEWER -> joinedAgain();
      case ANOTHER -> another = true;
      case SAME -> {}
    }
    if (now < refusedUntil) {
      dueAt = Math.min(now + JOIN_WATCH, refusedUntil);
    } else if (credentials.isExpired() || expiryReported) {
      enroll(now);
    } else {
      connect(now);
    }
  }

  private void joinedAgain() {
    Log.info("this edge has joined again: " + credentials.identity());
    channel.readdress(credentials.identity().controllers());
    refusedUntil = Long.MIN_VALUE;
    distrusted = false;
    expiryReported = false;
    lastReason = "";
    backoff.reset();
  }

  private void enroll(long now) {
    phase = Phase.ENROLLING;
    dueAt = now + ENROLMENT_TIMEOUT;
    Enrolment.ask(channel.dial(credentials.forEnrolment()), credentials.rejoin(), ++attempt, inbox);
  }

  private void connect(long now) {
    phase = Phase.OPENING;
    openedAt = now;
    dueAt = now + WELCOME_TIMEOUT;
    stream =
        ControllerStream.open(
            EdgeControlGrpc.newStub(channel.dial(credentials.forStream())), ++attempt, inbox);
    send(hello.get(), now);
  }

  /** Only where there is a stream: what is said to nobody is not kept. */
  void send(EdgeMessage message, long now) {
    if (stream != null) {
      stream.send(message);
      lastSentAt = now;
    }
  }

  /** Sends what waits, as far as the stream takes it. */
  void flush() {
    ControllerStream open = stream;
    while (phase == Phase.WELCOME && open != null && open.isReady()) {
      EdgeMessage message = backlog.next();
      if (message == null) {
        return;
      }
      // No substitute for a heartbeat, which says more than that the edge is there.
      open.send(message);
    }
  }

  /** When the certificate that the edge has now runs out. */
  Instant certificateExpiry() {
    return credentials.identity().expiry();
  }

  boolean isWelcome() {
    return phase == Phase.WELCOME;
  }

  /** Whether the controller trusts this edge no more, so that it may carry nothing. */
  boolean isDistrusted() {
    return distrusted;
  }

  /** Whether this device has become another edge by a new join, or none. */
  boolean isAnother() {
    return another;
  }

  /** Handles what concerns the session; the update that remains, if it is one, is the caller's. */
  @Nullable ConfigUpdate received(Inbox.Received received, long now) {
    if (received.stream() != attempt || phase == Phase.PARTING || stream == null) {
      return null;
    }
    ControllerMessage message = received.message();
    if (phase == Phase.OPENING && !message.hasWelcome()) {
      cancel("the first message must be a welcome");
      over("the controller began without a welcome", now);
      return null;
    }
    switch (message.getBodyCase()) {
      case WELCOME -> welcomed(message.getWelcome(), now);
      case DRAIN -> drained(message.getDrain(), now);
      case CONFIG_UPDATE -> {
        return message.getConfigUpdate();
      }
      case NOTICE_ACK -> backlog.acknowledged(message.getNoticeAck().getSequence());
      case CERTIFICATE -> certified(message.getCertificate(), now);
      case TRUST_BUNDLE -> credentials.trust(message.getTrustBundle());
      case BODY_NOT_SET -> Log.warn("a message of a kind that this agent does not know is ignored");
    }
    return null;
  }

  private void welcomed(Welcome message, long now) {
    phase = Phase.WELCOME;
    lastSentAt = now;
    backlog.rewind();
    lastReason = "";
    joinWatches = 0;
    if (distrusted) {
      distrusted = false;
      credentials.admitted();
    }
    int millis = message.getHeartbeatIntervalMillis();
    heartbeatNanos =
        millis <= 0 ? NEVER : Duration.ofMillis(Math.max(millis, MIN_HEARTBEAT_MILLIS)).toNanos();
    Log.info(
        "connected to the controller at "
            + channel.address()
            + ", session "
            + message.getSessionEpoch()
            + ", heartbeat every "
            + millis
            + " ms");
  }

  private void drained(Drain message, long now) {
    int millis = Math.max(0, message.getReconnectAfterMillis());
    cancel("drained");
    await(Duration.ofMillis(millis + random.nextInt(millis / 4 + 100)), now);
    Log.info("the controller is about to stop, back in " + millis + " ms");
  }

  /** The next stream stands on the new certificate; the last one first says what it has to say. */
  private void certified(IssuedIdentity issued, long now) {
    if (credentials.issued(issued) == Credentials.Taken.YES && stream != null) {
      stream.complete();
      phase = Phase.PARTING;
      dueAt = now + PARTING_TIMEOUT;
    }
  }

  private void parted(long now) {
    stream = null;
    phase = Phase.WAITING;
    dueAt = now;
  }

  void enrolled(Inbox.Enrolled enrolled, long now) {
    if (phase != Phase.ENROLLING || enrolled.request() != attempt) {
      return;
    }
    EnrollReply reply = enrolled.reply();
    if (reply.hasPending()) {
      int millis = reply.getPending().getRetryAfterMillis();
      tell("waiting for an operator to approve request " + reply.getPending().getRequestId());
      await(Duration.ofMillis(Math.clamp(millis, MIN_PENDING_MILLIS, MAX_PENDING_MILLIS)), now);
    } else if (reply.hasIssued()
        && credentials.issued(reply.getIssued()) == Credentials.Taken.YES) {
      expiryReported = false;
      await(Duration.ZERO, now);
    } else {
      over("the controller's answer to a request for a certificate is of no use", now);
    }
  }

  void ended(Inbox.StreamEnded ended, long now) {
    if (ended.stream() != attempt || phase == Phase.WAITING) {
      return;
    }
    Optional<Refusal> refusal = ended.refusal();
    if (phase == Phase.PARTING) {
      parted(now);
    } else if (refusal.isPresent()) {
      refused(refusal.get(), now);
    } else if (Faults.isUnheard(ended.status())) {
      over(reason(ended), backoff.unheard(), now);
    } else {
      over(reason(ended), now);
    }
  }

  private String reason(Inbox.StreamEnded ended) {
    return ended.status().isOk()
        ? "the controller ended the stream"
        : channel.address() + ": " + Faults.explain(ended.status());
  }

  private void refused(Refusal refusal, long now) {
    String reason = "the controller refuses this edge: " + refusal.explained();
    if (credentials.reload() == Credentials.OnDisk.NEWER) {
      joinedAgain();
      await(Duration.ZERO, now);
    } else if (refusal.isExpiry()) {
      expiryReported = true;
      over(reason, now);
    } else if (refusal.isDistrust() && credentials.isChanging() && joinWatches < MAX_JOIN_WATCHES) {
      // A join on this device has most likely replaced the key a moment ago.
      joinWatches++;
      await(Duration.ofNanos(JOIN_WATCH), now);
    } else if (refusal.needsToken()) {
      lockedOut(refusal, reason, now);
    } else {
      over(reason, now);
    }
  }

  private void lockedOut(Refusal refusal, String reason, long now) {
    if (refusal.isDistrust()) {
      distrusted = true;
      credentials.refused(refusal);
    }
    tell(reason);
    channel.turn();
    await(Duration.ofNanos(JOIN_WATCH), now);
    refusedUntil = now + REFUSED_WAIT + random.nextLong(REFUSED_WAIT / 4);
  }

  private void over(String reason, long now) {
    if (phase == Phase.WELCOME && now - openedAt > GOOD_AFTER) {
      backoff.reset();
    }
    over(reason, backoff.next(), now);
  }

  private void over(String reason, Duration wait, long now) {
    tell("no session with the controller: " + reason + ", trying again");
    channel.turn();
    await(wait, now);
  }

  private void await(Duration wait, long now) {
    channel.hangUp();
    stream = null;
    phase = Phase.WAITING;
    dueAt = now + wait.toNanos();
  }

  /** An outage is one line, not one for each attempt. */
  private void tell(String line) {
    if (!line.equals(lastReason)) {
      Log.warn(line);
      lastReason = line;
    }
  }

  private void cancel(String why) {
    if (stream != null) {
      stream.cancel(why);
    }
  }

  void close() {
    cancel("the agent stops");
  }
}
