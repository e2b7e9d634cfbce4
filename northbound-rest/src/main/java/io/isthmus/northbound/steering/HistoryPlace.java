package io.isthmus.northbound.steering;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.operation.DecisionLog;
import io.isthmus.domain.steering.Choice;
import io.isthmus.northbound.document.Instants;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * How far a client has read the two logs that make up the history. Each is read downwards in its
 * own order, so what is added at their ends moves nobody's place.
 *
 * @param choicesBefore choices of this instant and with a lower id than the next, and older ones,
 *     are ahead
 * @param decisionsBefore requested decisions of a lower revision are ahead
 */
record HistoryPlace(Instant choicesBefore, Optional<UUID> choiceBefore, long decisionsBefore) {
  /** Where everything is ahead, up to the newest revision: what is requested later is not. */
  static HistoryPlace start(Instant before, long revision) {
    return new HistoryPlace(before, Optional.empty(), revision + 1);
  }

  static HistoryPlace parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 3) {
      throw new InvalidValue("INVALID_CURSOR", "not a place in the history");
    }
    Optional<UUID> id = parts[1].isEmpty() ? Optional.empty() : Optional.of(uuid(parts[1]));
    return new HistoryPlace(Instants.parse(parts[0]), id, Long.parseLong(parts[2]));
  }

  HistoryPlace after(Choice choice) {
    return new HistoryPlace(choice.chosenAt(), Optional.of(choice.id()), decisionsBefore);
  }

  /** All choices since it was decided come before it, so those that are new now are not ahead. */
  HistoryPlace after(DecisionLog.Entry entry) {
    Instant at = entry.decision().decidedAt();
    long revision = entry.decision().revision();
    return at.isBefore(choicesBefore)
        ? new HistoryPlace(at, Optional.empty(), revision)
        : new HistoryPlace(choicesBefore, choiceBefore, revision);
  }

  /** In the order in which databases compare ids: by their bits, without a sign. */
  boolean isAhead(Choice choice) {
    int order = choice.chosenAt().compareTo(choicesBefore);
    return order < 0
        || order == 0 && choiceBefore.map(id -> compare(choice.id(), id) < 0).orElse(false);
  }

  static int compare(UUID one, UUID other) {
    int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
  }

  @Override
  public String toString() {
    return "%s/%s/%d"
        .formatted(choicesBefore, choiceBefore.map(UUID::toString).orElse(""), decisionsBefore);
  }

  private static UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidValue("INVALID_CURSOR", "not an id: " + text);
    }
  }
}
