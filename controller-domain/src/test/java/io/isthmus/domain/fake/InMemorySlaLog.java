package io.isthmus.domain.fake;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.sla.Compliance;
import io.isthmus.domain.sla.SlaLog;
import io.isthmus.domain.sla.SlaViolation;
import io.isthmus.domain.topology.EdgeKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Violations and compliance in memory. */
public final class InMemorySlaLog implements SlaLog {
  private static final Comparator<SlaViolation> NEWEST_FIRST =
      Comparator.comparing(SlaViolation::beganAt).thenComparing(SlaViolation::id).reversed();

  private final List<SlaViolation> violations = new ArrayList<>();
  private final Map<Name, List<Compliance>> compliance = new HashMap<>();

  @Override
  public synchronized boolean begin(SlaViolation violation) {
    if (violations.stream()
        .anyMatch(known ->
            known.id().equals(violation.id()) || isOpen(known) && areAlike(known, violation))) {
      return false;
    }
    violations.add(violation);
    return true;
  }

  @Override
  public synchronized Optional<SlaViolation> end(SlaViolation like, Instant endedAt) {
    return endIf(known -> areAlike(known, like), endedAt).stream().findFirst();
  }

  @Override
  public synchronized List<SlaViolation> endAll(EdgeKey edge, Instant endedAt) {
    return endIf(violation -> violation.path().edge().equals(edge), endedAt);
  }

  @Override
  public synchronized List<SlaViolation> open() {
    return violations.stream()
        .filter(InMemorySlaLog::isOpen)
        .sorted(NEWEST_FIRST.reversed())
        .toList();
  }

  @Override
  public synchronized Optional<SlaViolation> find(Name tenant, UUID id) {
    return violations.stream()
        .filter(violation -> isOf(tenant, violation) && violation.id().equals(id))
        .findFirst();
  }

  @Override
  public synchronized List<SlaViolation> list(
      Name tenant, Filter filter, Instant before, Optional<UUID> beforeId, int limit) {
    return violations.stream()
        .filter(violation -> isOf(tenant, violation))
        .filter(violation -> fits(filter, violation))
        .filter(violation -> Order.isBefore(violation.beganAt(), violation.id(), before, beforeId))
        .sorted(NEWEST_FIRST)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Set<Judged> broken(Name tenant) {
    return openOf(tenant)
        .map(violation -> new Judged(violation.overlay(), violation.path()))
        .collect(Collectors.toSet());
  }

  @Override
  public synchronized int countOpen(Name tenant) {
    return (int) openOf(tenant).count();
  }

  private Stream<SlaViolation> openOf(Name tenant) {
    return violations.stream().filter(each -> isOpen(each) && isOf(tenant, each));
  }

  @Override
  public synchronized void addCompliance(Name tenant, Compliance more) {
    List<Compliance> known = compliance.computeIfAbsent(tenant, any -> new ArrayList<>());
    for (int i = 0; i < known.size(); i++) {
      Compliance old = known.get(i);
      if (old.trafficClass().equals(more.trafficClass()) && old.day().equals(more.day())) {
        known.set(i, old.plus(more));
        return;
      }
    }
    known.add(more);
  }

  @Override
  public synchronized List<Compliance> compliance(
      Name tenant, Optional<Name> trafficClass, LocalDate from, LocalDate to) {
    return compliance.getOrDefault(tenant, List.of()).stream()
        .filter(entry -> trafficClass.map(entry.trafficClass()::equals).orElse(true))
        .filter(entry -> !entry.day().isBefore(from) && !entry.day().isAfter(to))
        .sorted(Comparator.comparing(Compliance::trafficClass).thenComparing(Compliance::day))
        .toList();
  }

  private static boolean fits(Filter filter, SlaViolation violation) {
    return filter.trafficClass().map(violation.trafficClass()::equals).orElse(true)
        && filter.open().map(wanted -> wanted == isOpen(violation)).orElse(true)
        && filter.sourceEdge().map(violation.path().edge().edge()::equals).orElse(true)
        && filter.destinationEdge().map(violation.destinationEdge()::equals).orElse(true)
        && filter.path().map(violation.path()::equals).orElse(true)
        && filter
            .from()
            .map(from -> violation.endedAt().map(end -> end.isAfter(from)).orElse(true))
            .orElse(true)
        && filter.to().map(violation.beganAt()::isBefore).orElse(true);
  }

  private List<SlaViolation> endIf(Predicate<SlaViolation> fits, Instant endedAt) {
    List<SlaViolation> ended = new ArrayList<>();
    for (int i = 0; i < violations.size(); i++) {
      SlaViolation violation = violations.get(i);
      if (isOpen(violation) && fits.test(violation)) {
        violations.set(i, violation.ended(endedAt));
        ended.add(violations.get(i));
      }
    }
    return ended;
  }

  private static boolean isOpen(SlaViolation violation) {
    return violation.endedAt().isEmpty();
  }

  private static boolean isOf(Name tenant, SlaViolation violation) {
    return violation.path().edge().tenant().equals(tenant);
  }

  /** Whether both are of the same class, destination and tunnel. */
  private static boolean areAlike(SlaViolation one, SlaViolation other) {
    return one.trafficClass().equals(other.trafficClass())
        && one.destinationEdge().equals(other.destinationEdge())
        && one.overlay().equals(other.overlay())
        && one.path().equals(other.path());
  }
}
