package io.isthmus.domain.sla;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.topology.EdgeKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The history of violations and of compliance. */
public interface SlaLog {
  /**
   * Opens a violation; one that is open for the same class, destination and tunnel stays as it is,
   * and so does one of the same id, open or not.
   *
   * @return whether it was opened
   */
  boolean begin(SlaViolation violation);

  /**
   * Ends the open violation of the class, destination and tunnel, if any; never before it began.
   *
   * @return the violation with its end
   */
  Optional<SlaViolation> end(SlaViolation like, Instant endedAt);

  /** Ends all that the edge told of and that are open, as {@link #end} does. */
  List<SlaViolation> endAll(EdgeKey edge, Instant endedAt);

  /** All that are open, of all tenants, oldest first. */
  List<SlaViolation> open();

  Optional<SlaViolation> find(Name tenant, UUID id);

  /**
   * Which violations; absent fields fit all.
   *
   * @param open true for those that last, false for those that ended
   * @param path as the edge that judged measures it
   * @param from those that lasted then or began later
   * @param to those that began before
   */
  record Filter(
      Optional<Name> trafficClass,
      Optional<Boolean> open,
      Optional<Name> sourceEdge,
      Optional<Name> destinationEdge,
      Optional<PathKey> path,
      Optional<Instant> from,
      Optional<Instant> to) {
    public static final Filter NONE =
        new Filter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public static Filter of(Optional<Name> trafficClass, Optional<Boolean> open) {
      return new Filter(
          trafficClass,
          open,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }

  /**
   * Newest begin first.
   *
   * @param before only those that began before this, or then with a lower id
   */
  List<SlaViolation> list(
      Name tenant, Filter filter, Instant before, Optional<UUID> beforeId, int limit);

  /** A tunnel, by the end that judges it. */
  record Judged(Name overlay, PathKey path) {}

  /** Every tunnel that breaks an objective now, of whatever class. */
  Set<Judged> broken(Name tenant);

  int countOpen(Name tenant);

  /** Adds to the counters of the class and day. */
  void addCompliance(Name tenant, Compliance more);

  /** In order of class and day. */
  List<Compliance> compliance(
      Name tenant, Optional<Name> trafficClass, LocalDate from, LocalDate to);
}
