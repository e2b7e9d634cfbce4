package io.isthmus.northbound.document;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When something is to end, as a document says it: {@code expiresAt} or {@code ttlSeconds}. */
public final class Expiry {
  private static final long LONGEST_SECONDS = Duration.ofDays(36_500).toSeconds();

  private Expiry() {}

  /** Empty where the document says nothing, or something that is reported. */
  public static Optional<Instant> read(Fields fields, Instant now) {
    Optional<Instant> at = fields.optional("expiresAt", Readings.parsed(Instants::parse));
    Optional<Long> seconds = fields.optional("ttlSeconds", Readings.LONG);
    if (at.isPresent() && seconds.isPresent()) {
      fields.invalid(
          "ttlSeconds", "EXPIRY_TWICE", "ttlSeconds and expiresAt say the same: give one of them");
    }
    if (at.isPresent() && !at.get().isAfter(now)) {
      fields.invalid(
          "expiresAt",
          "EXPIRY_PASSED",
          "expiresAt %s is over: give a later one".formatted(at.get()));
    }
    boolean outside = seconds.isPresent() && (seconds.get() < 1 || seconds.get() > LONGEST_SECONDS);
    if (outside) {
      fields.invalid(
          "ttlSeconds",
          "OUT_OF_RANGE",
          "ttlSeconds %d is not 1-%d: give another".formatted(seconds.get(), LONGEST_SECONDS));
      return Optional.empty();
    }
    return at.or(() -> seconds.map(now::plusSeconds));
  }
}
