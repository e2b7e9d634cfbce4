package io.isthmus.southbound.session;

import java.time.Duration;

/**
 * How long a session waits and how much it takes.
 *
 * @param heartbeatInterval an edge that is silent for three of these is gone
 * @param helloWithin from the stream's begin to the hello
 * @param answerWithin from an update to its answer, and a second more for each 100 kB of it
 * @param farewellWithin how long an edge that was removed may take to clean up
 * @param firstRetry from the first refusal of a plan to the next try; doubles with each refusal
 * @param longestRetry where the doubling ends
 * @param messagesPerSecond what an edge may send in the long run
 * @param messageBurst what it may send at once: a hello and all the notices that an edge keeps
 * @param bytesPerSecond what an edge may send in the long run; a path's window takes half a
 *     kilobyte a second
 * @param byteBurst what it may send at once
 * @param largestConfigBytes of a whole configuration; the agent takes messages of 4 MiB
 */
public record SessionLimits(
    Duration heartbeatInterval,
    Duration helloWithin,
    Duration answerWithin,
    Duration farewellWithin,
    Duration firstRetry,
    Duration longestRetry,
    int messagesPerSecond,
    int messageBurst,
    long bytesPerSecond,
    long byteBurst,
    long largestConfigBytes) {
  static final int MISSED_HEARTBEATS = 3;
  private static final long SLOWEST_BYTES_PER_SECOND = 100_000;

  /** The usual limits. */
  public static SessionLimits withHeartbeat(Duration interval) {
    return new SessionLimits(
        interval,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        500,
        12_000,
        4L << 20,
        64L << 20,
        (4L << 20) - (64L << 10));
  }

  Duration silence() {
    return heartbeatInterval.multipliedBy(MISSED_HEARTBEATS);
  }

  Duration answerWithin(long updateBytes) {
    return answerWithin.plusSeconds(updateBytes / SLOWEST_BYTES_PER_SECOND);
  }
}
