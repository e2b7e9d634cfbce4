package io.isthmus.northbound.sla;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.sla.Compliance;
import io.isthmus.domain.sla.SlaLog;
import io.isthmus.domain.sla.SlaViolation;
import io.isthmus.domain.traffic.SteeringPolicy;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Needs;
import io.isthmus.northbound.change.IsthmusHeaders;
import io.isthmus.northbound.problem.ProblemException;
import io.isthmus.northbound.resource.Cursors;
import io.isthmus.northbound.resource.Missing;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import io.isthmus.northbound.telemetry.PathKeys;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code …/sla-violations} and {@code …/sla-compliance}. */
@RestController
@Tag(name = "SLAs")
@RequestMapping(path = "/api/v1/tenants/{tenant}", produces = "application/json")
class SlaController {
  private static final long USUAL_DAYS = 7;
  private static final long MOST_DAYS = 400;

  private final IntentService intent;
  private final SlaLog log;
  private final Clock clock;

  SlaController(IntentService intent, SlaLog log, Clock clock) {
    this.intent = intent;
    this.log = log;
    this.clock = clock;
  }

  @Operation(
      summary = "List SLA violations",
      description =
          "The newest first, also of classes that are no more. With from and to, those that lasted at some moment between.")
  @Needs(Role.VIEWER)
  @GetMapping("/sla-violations")
  ResponseEntity<Page<ViolationView>> listSlaViolations(
      @PathVariable Name tenant,
      @RequestParam Optional<Name> trafficClass,
      @RequestParam Optional<Boolean> open,
      @RequestParam Optional<Name> sourceEdge,
      @RequestParam Optional<Name> destinationEdge,
      @RequestParam Optional<String> path,
      @RequestParam Optional<Instant> from,
      @RequestParam Optional<Instant> to,
      Paging paging) {
    Network network = intent.network(tenant);
    Optional<Name> any = Optional.empty();
    Missing.requireKnown(
        "trafficClass",
        network,
        Kind.TRAFFIC_CLASS,
        trafficClass,
        name -> isRemembered(tenant, Optional.of(name), any, any));
    Missing.requireKnown(
        "sourceEdge",
        network,
        Kind.EDGE,
        sourceEdge,
        name -> isRemembered(tenant, any, Optional.of(name), any));
    Missing.requireKnown(
        "destinationEdge",
        network,
        Kind.EDGE,
        destinationEdge,
        name -> isRemembered(tenant, any, any, Optional.of(name)));
    SlaLog.Filter filter =
        new SlaLog.Filter(
            trafficClass,
            open,
            sourceEdge,
            destinationEdge,
            path.map(text -> PathKeys.ofParameter(tenant, text)),
            from,
            to);
    Instant now = clock.instant();
    ViolationPlace place =
        paging
            .after()
            .map(text -> Cursors.parse(text, ViolationPlace::parse))
            .orElse(ViolationPlace.START);
    List<SlaViolation> fetched =
        log.list(tenant, filter, place.before(), place.beforeId(), paging.limit() + 1);
    return Page.ofOneMore(
            paging, fetched, ViolationPlace::after, found -> ViolationView.of(found, now))
        .answer(paging, intent.snapshot().revision());
  }

  @Operation(summary = "Show an SLA violation")
  @Needs(Role.VIEWER)
  @GetMapping("/sla-violations/{violation}")
  ResponseEntity<ViolationView> getSlaViolation(
      @PathVariable Name tenant, @PathVariable UUID violation) {
    intent.network(tenant);
    SlaViolation found =
        log.find(tenant, violation).orElseThrow(() -> Missing.of("SLA violation " + violation));
    return ResponseEntity.ok()
        .header(IsthmusHeaders.REVISION, Long.toString(intent.snapshot().revision()))
        .body(ViolationView.of(found, clock.instant()));
  }

  @Operation(
      summary = "Show how well classes kept their objectives",
      description =
          "By class and day (UTC), and how a strategy that is only watched would have fared. Without from and to, the last seven days; at most 400.")
  @Needs(Role.VIEWER)
  @GetMapping("/sla-compliance")
  ResponseEntity<Page<ComplianceView>> listSlaCompliance(
      @PathVariable Name tenant,
      @RequestParam Optional<Name> trafficClass,
      @RequestParam Optional<LocalDate> from,
      @RequestParam Optional<LocalDate> to,
      Paging paging) {
    Network network = intent.network(tenant);
    LocalDate last = to.orElseGet(() -> LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    LocalDate first = from.orElseGet(() -> last.minusDays(USUAL_DAYS - 1));
    requireRange(first, last);
    Missing.requireKnown(
        "trafficClass",
        network,
        Kind.TRAFFIC_CLASS,
        trafficClass,
        name -> !log.compliance(tenant, Optional.of(name), LocalDate.EPOCH, last).isEmpty());
    SortedMap<String, Compliance> byKey = new TreeMap<>();
    log.compliance(tenant, trafficClass, first, last)
        .forEach(found -> byKey.put(found.trafficClass() + "/" + found.day(), found));
    return Page.of(
            paging,
            byKey,
            Function.identity(),
            found -> true,
            found -> ComplianceView.of(found, shadow(network, found.trafficClass())))
        .answer(paging, intent.snapshot().revision());
  }

  private boolean isRemembered(
      Name tenant,
      Optional<Name> trafficClass,
      Optional<Name> sourceEdge,
      Optional<Name> destinationEdge) {
    SlaLog.Filter filter =
        new SlaLog.Filter(
            trafficClass,
            Optional.empty(),
            sourceEdge,
            destinationEdge,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    ViolationPlace start = ViolationPlace.START;
    return !log.list(tenant, filter, start.before(), start.beforeId(), 1).isEmpty();
  }

  private static Optional<SteeringPolicy.Strategy> shadow(Network network, Name trafficClass) {
    return Optional.ofNullable(network.trafficClasses().get(trafficClass))
        .map(Declared::value)
        .flatMap(declared -> declared.steering().shadow());
  }

  private static void requireRange(LocalDate first, LocalDate last) {
    if (first.isAfter(last)) {
      throw ProblemException.ofParameter(
          "from", "RANGE_EMPTY", "from %s is after to %s".formatted(first, last));
    }
    if (first.plusDays(MOST_DAYS).isBefore(last)) {
      throw ProblemException.ofParameter(
          "from",
          "RANGE_TOO_LONG",
          "from %s to %s is more than %d days: ask for less at once"
              .formatted(first, last, MOST_DAYS));
    }
  }
}
