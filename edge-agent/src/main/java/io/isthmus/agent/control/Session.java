package io.isthmus.agent.control;

import io.grpc.Status;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.api.v1.ControllerMessage;
import io.isthmus.southbound.api.v1.Drain;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.Welcome;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The session as the contract has it: hello first, welcome first, heartbeats when silent, back with
 * backoff whenever it ends. Confined to the agent's thread; times are nanoseconds of one clock.
 */
final class Session {

  private static final long WELCOME_TIMEOUT = Duration.ofSeconds(10).toNanos();

  /** A session that ends sooner was no success: two edges of one name would push each other out. */
  private static final long GOOD_AFTER = Duration.ofSeconds(5).toNanos();

  private static final int MIN_HEARTBEAT_MILLIS = 100;
  private static final long NEVER = Long.MAX_VALUE;

  private final ControllerChannel channel;
  private final Inbox inbox;
  private final Supplier<EdgeMessage> hello;
  private final Supplier<EdgeMessage> heartbeat;
  private final Backlog backlog;
  private final RandomGenerator random;
  private final Backoff backoff;
  private @Nullable ControllerStream stream;
  private long streams;
  private boolean welcome;
  private long openedAt;
  private long lastSentAt;
  private long heartbeatNanos = NEVER;
  private long connectAt;
  private String lastReason = "";

  Session(
      ControllerChannel channel,
      Inbox inbox,
      Supplier<EdgeMessage> hello,
      Supplier<EdgeMessage> heartbeat,
      Backlog backlog,
      RandomGenerator random,
      long now) {
    this.channel = channel;
    this.inbox = inbox;
    this.hello = hello;
    this.heartbeat = heartbeat;
    this.backlog = backlog;
    this.random = random;
    this.backoff = new Backoff(random);
    this.connectAt = now;
  }

  /** When {@link #run} has something to do, as a distance from now. */
  long dueIn(long now) {
    if (stream == null) {
      return connectAt - now;
    }
    if (!welcome) {
      return openedAt + WELCOME_TIMEOUT - now;
    }
    return heartbeatNanos == NEVER ? NEVER : lastSentAt + heartbeatNanos - now;
  }

  void run(long now) {
    if (dueIn(now) > 0) {
      return;
    }
    ControllerStream open = stream;
    if (open == null) {
      connect(now);
    } else if (!welcome) {
      open.cancel("no welcome within " + WELCOME_TIMEOUT / 1_000_000 + " ms");
      over("the controller sent no welcome", now);
    } else {
      send(heartbeat.get(), now);
    }
  }

  private void connect(long now) {
    stream = ControllerStream.open(channel.stub(), ++streams, inbox);
    welcome = false;
    openedAt = now;
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
    while (welcome && open != null && open.isReady()) {
      EdgeMessage message = backlog.next();
      if (message == null) {
        return;
      }
      // No substitute for a heartbeat, which says more than that the edge is there.
      open.send(message);
    }
  }

  boolean isWelcome() {
    return welcome;
  }

  /** Handles what concerns the session; the update that remains, if it is one, is the caller's. */
  @Nullable ConfigUpdate received(Inbox.Received received, long now) {
    if (stream == null || received.stream() != stream.id()) {
      return null;
    }
    ControllerMessage message = received.message();
    if (!welcome && !message.hasWelcome()) {
      stream.cancel("the first message must be a welcome");
      over("the controller began without a welcome", now);
      return null;
    }
    switch (message.getBodyCase()) {
      case WELCOME -> welcomed(message.getWelcome());
      case DRAIN -> drained(message.getDrain(), stream, now);
      case CONFIG_UPDATE -> {
        return message.getConfigUpdate();
      }
      case NOTICE_ACK -> backlog.acknowledged(message.getNoticeAck().getSequence());
      case BODY_NOT_SET -> Log.warn("a message of a kind that this agent does not know is ignored");
    }
    return null;
  }

  private void welcomed(Welcome message) {
    welcome = true;
    backlog.rewind();
    lastReason = "";
    int millis = message.getHeartbeatIntervalMillis();
    heartbeatNanos =
        millis <= 0 ? NEVER : Duration.ofMillis(Math.max(millis, MIN_HEARTBEAT_MILLIS)).toNanos();
    Log.info(
        "connected to the controller, session "
            + message.getSessionEpoch()
            + ", heartbeat every "
            + millis
            + " ms");
  }

  private void drained(Drain message, ControllerStream open, long now) {
    int millis = Math.max(0, message.getReconnectAfterMillis());
    open.cancel("drained");
    stream = null;
    welcome = false;
    connectAt = now + Duration.ofMillis(millis + random.nextInt(millis / 4 + 100)).toNanos();
    Log.info("the controller is about to stop, back in " + millis + " ms");
  }

  void ended(Inbox.StreamEnded ended, long now) {
    if (stream != null && stream.id() == ended.stream()) {
      over(reason(ended.status()), now);
    }
  }

  private static String reason(Status status) {
    if (status.isOk()) {
      return "the controller ended the stream";
    }
    Throwable cause = status.getCause();
    return status.getCode()
        + (status.getDescription() == null ? "" : ": " + status.getDescription())
        + (cause == null ? "" : " (" + cause.getMessage() + ")");
  }

  private void over(String reason, long now) {
    if (welcome && now - openedAt > GOOD_AFTER) {
      backoff.reset();
    }
    stream = null;
    welcome = false;
    Duration wait = backoff.next();
    connectAt = now + wait.toNanos();
    // An outage is one line, not one for each attempt.
    if (!reason.equals(lastReason)) {
      Log.warn("no session with the controller: " + reason + ", trying again");
      lastReason = reason;
    }
  }

  void close() {
    if (stream != null) {
      stream.cancel("the agent stops");
    }
  }
}
