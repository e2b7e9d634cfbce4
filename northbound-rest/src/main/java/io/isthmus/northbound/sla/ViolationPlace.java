package io.isthmus.northbound.sla;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.sla.SlaViolation;
import io.isthmus.northbound.document.Instants;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** How far a client has read the violations, the newest first. */
record ViolationPlace(Instant before, Optional<UUID> beforeId) {
  static final ViolationPlace START = new ViolationPlace(Instants.END, Optional.empty());

  static String after(SlaViolation violation) {
    return violation.beganAt() + "/" + violation.id();
  }

  static ViolationPlace parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 2) {
      throw new InvalidValue("INVALID_CURSOR", "not a place among violations");
    }
    try {
      return new ViolationPlace(Instants.parse(parts[0]), Optional.of(UUID.fromString(parts[1])));
    } catch (IllegalArgumentException e) {
      throw new InvalidValue("INVALID_CURSOR", "not a place among violations: " + e.getMessage());
    }
  }
}
