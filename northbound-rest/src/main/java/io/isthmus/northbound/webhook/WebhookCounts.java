package io.isthmus.northbound.webhook;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/** What came of deliveries since the start, for metrics. Safe for any thread. */
@Component
public final class WebhookCounts {
  /** What came of one attempt. */
  public enum Outcome {
    /** The receiver took the event. */
    TAKEN,
    /** It did not, and is tried again. */
    FAILED,
    /** It wants no more. */
    GONE
  }

  private final Map<Outcome, LongAdder> attempts = new EnumMap<>(Outcome.class);
  private final LongAdder nanos = new LongAdder();
  private final LongAdder deadLetters = new LongAdder();

  public WebhookCounts() {
    for (Outcome outcome : Outcome.values()) {
      attempts.put(outcome, new LongAdder());
    }
  }

  void attempted(Attempt attempt, long tookNanos) {
    Outcome outcome =
        switch (attempt) {
          case Attempt.Taken _ -> Outcome.TAKEN;
          case Attempt.Failed _ -> Outcome.FAILED;
          case Attempt.Gone _ -> Outcome.GONE;
        };
    counter(outcome).increment();
    nanos.add(tookNanos);
  }

  void gaveUp() {
    deadLetters.increment();
  }

  public long attempts(Outcome outcome) {
    return counter(outcome).sum();
  }

  /** Spent on waiting for receivers. */
  public Duration took() {
    return Duration.ofNanos(nanos.sum());
  }

  /** Events that were given up. */
  public long deadLetters() {
    return deadLetters.sum();
  }

  private LongAdder counter(Outcome outcome) {
    LongAdder counter = attempts.get(outcome);
    if (counter == null) {
      throw new IllegalStateException("no counter of " + outcome);
    }
    return counter;
  }
}
