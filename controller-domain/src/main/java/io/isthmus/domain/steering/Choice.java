package io.isthmus.domain.steering;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.domain.topology.EdgeKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/**
 * What an edge let carry a class towards another from an instant on, and why. The choice before
 * ended at that instant.
 *
 * @param sourceEdge the edge that chose
 * @param members what carries the class; empty: it is dropped
 * @param reason in words, with numbers
 * @param inputs every candidate as it was judged
 * @param decision the requested decision that it follows, where one is the cause
 * @param revision of the configuration that was in force
 * @param reaction from the first sign to the kernel's acknowledgement
 */
public record Choice(
    UUID id,
    EdgeKey sourceEdge,
    Name trafficClass,
    Name destinationEdge,
    List<Member> members,
    ChoiceCause cause,
    String reason,
    List<Input> inputs,
    Optional<UUID> decision,
    long revision,
    Duration reaction,
    Instant chosenAt) {

  /** A tunnel and its share, 1-256. */
  public record Member(Name overlay, PathKey path, int weight) {}

  /**
   * A candidate as it was judged.
   *
   * @param score what the strategy made of it, lower is better; empty where it does not score
   */
  public record Input(
      Name overlay,
      PathKey path,
      PathState state,
      boolean compliant,
      OptionalDouble rttMs,
      OptionalDouble oneWayDelayMs,
      OptionalDouble jitterMs,
      OptionalDouble lossPct,
      OptionalDouble freeBps,
      double cost,
      OptionalDouble score) {}

  public Choice {
    members = List.copyOf(members);
    inputs = List.copyOf(inputs);
  }
}
