package io.isthmus.domain.reconcile;

import java.util.List;

/**
 * What an edge found changed behind its back and put right.
 *
 * @param repaired a line per object, at most 64 of {@code repairedCount}
 * @param repairMicros from the kernel's notification to the end of the repair, microseconds
 */
public record Drift(
    List<String> repaired, int repairedCount, long repairMicros, boolean healed, String message) {
  public Drift {
    repaired = List.copyOf(repaired);
  }
}
