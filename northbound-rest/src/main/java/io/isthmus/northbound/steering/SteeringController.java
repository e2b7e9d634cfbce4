package io.isthmus.northbound.steering;

import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.DecisionLog;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.steering.Choice;
import io.isthmus.domain.steering.ChoiceCause;
import io.isthmus.domain.steering.ChoiceLog;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Needs;
import io.isthmus.northbound.change.Changes;
import io.isthmus.northbound.change.EntityTag;
import io.isthmus.northbound.change.IsthmusHeaders;
import io.isthmus.northbound.change.Progress;
import io.isthmus.northbound.change.Terms;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.idempotency.Idempotency;
import io.isthmus.northbound.operation.OperationView;
import io.isthmus.northbound.problem.ProblemException;
import io.isthmus.northbound.resource.Answers;
import io.isthmus.northbound.resource.Missing;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/tenants/{tenant}/steering-decisions}. */
@RestController
@Tag(name = "Steering decisions")
@RequestMapping(path = "/api/v1/tenants/{tenant}/steering-decisions", produces = "application/json")
class SteeringController {
  private final IntentService intent;
  private final Steering steering;
  private final DecisionLog log;
  private final ChoiceLog choices;
  private final Clock clock;
  private final Changes changes;
  private final Idempotency idempotency;

  SteeringController(
      IntentService intent,
      Steering steering,
      DecisionLog log,
      ChoiceLog choices,
      Clock clock,
      Changes changes,
      Idempotency idempotency) {
    this.intent = intent;
    this.steering = steering;
    this.log = log;
    this.choices = choices;
    this.clock = clock;
    this.changes = changes;
    this.idempotency = idempotency;
  }

  @Operation(
      summary = "Say what carries classes, and why",
      description =
          "Requested decisions and the choices of the edges in one history, the newest first. With active=true, what is in force now; with at, what was in force at that moment: the requested decisions, and for each class and pair of edges the choice of the source edge. With from and to, what was decided between.")
  @Needs(Role.VIEWER)
  @GetMapping
  ResponseEntity<Page<SteeringDecisionView>> listSteeringDecisions(
      @PathVariable Name tenant,
      @RequestParam Optional<Name> trafficClass,
      @RequestParam Optional<Name> sourceEdge,
      @RequestParam Optional<Name> destinationEdge,
      @RequestParam Optional<ChoiceCause> cause,
      @RequestParam Optional<SteeringDecisionView.DecidedBy> decidedBy,
      @RequestParam Optional<Boolean> active,
      @RequestParam Optional<Instant> at,
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
        name -> isRemembered(tenant, HistoryFilter.of(Optional.of(name), any, any)));
    Missing.requireKnown(
        "sourceEdge",
        network,
        Kind.EDGE,
        sourceEdge,
        name -> isRemembered(tenant, HistoryFilter.of(any, Optional.of(name), any)));
    Missing.requireKnown(
        "destinationEdge",
        network,
        Kind.EDGE,
        destinationEdge,
        name -> isRemembered(tenant, HistoryFilter.of(any, any, Optional.of(name))));
    long revision = intent.snapshot().revision();
    if (active.isPresent() && at.isPresent()) {
      throw ProblemException.ofParameter(
          "at",
          "AT_AND_ACTIVE",
          "at and active are both given: at asks for a moment of the past, active=true for now");
    }
    HistoryFilter filter =
        new HistoryFilter(
            trafficClass, sourceEdge, destinationEdge, cause, decidedBy, active, at, from, to);
    return history(tenant, filter).page(paging).answer(paging, revision);
  }

  @Operation(
      summary = "Show a steering decision",
      description = "A requested one, or the choice of an edge.")
  @Needs(Role.VIEWER)
  @GetMapping("/{decision}")
  ResponseEntity<SteeringDecisionView> getSteeringDecision(
      @PathVariable Name tenant, @PathVariable UUID decision, Terms terms) {
    intent.network(tenant);
    Optional<DecisionLog.Entry> requested = log.find(tenant, decision);
    if (requested.isPresent()) {
      return shown(Steering.tag(requested.get()), terms, SteeringDecisionView.of(requested.get()));
    }
    Choice choice =
        choices
            .find(tenant, decision)
            .orElseThrow(() -> Missing.of("steering decision " + decision));
    SteeringDecisionView view =
        SteeringDecisionView.of(choice, history(tenant, HistoryFilter.NONE).isInForce(choice));
    return shown(new EntityTag(view.active() ? "chosen" : "chosen-ended"), terms, view);
  }

  @Operation(
      summary = "Reroute a class",
      description =
          "Puts a steering decision in force at once. At least one pair of edges that it covers must be joined by one of the overlays (otherwise NO_PATH). Running flows move with it, or stay, as existingFlows of the class says.")
  @Needs(Role.ORCHESTRATOR)
  @PostMapping(consumes = "application/json")
  ResponseEntity<?> postSteeringDecision(
      @PathVariable Name tenant, Document document, Terms terms, HttpServletRequest request) {
    intent.network(tenant);
    return idempotency.once(
        tenant,
        request,
        document,
        new Idempotency.Work<Steering.Made, SteeringDecisionView>() {
          @Override
          public Steering.Made change() {
            return steering.decide(tenant, document, terms.preconditions());
          }

          @Override
          public ResponseEntity<SteeringDecisionView> answer(
              Steering.Made made, Idempotency.Waiting waiting) {
            return made(tenant, made, changes.await(tenant, made.outcome(), waiting.of(terms)));
          }
        });
  }

  @Operation(
      summary = "End a steering decision",
      description = "What it covered follows the next older decision, or the policy of the class.")
  @Needs(Role.ORCHESTRATOR)
  @DeleteMapping("/{decision}")
  ResponseEntity<OperationView> deleteSteeringDecision(
      @PathVariable Name tenant, @PathVariable UUID decision, Terms terms) {
    return Answers.dispatched(
        changes.await(
            tenant, steering.end(tenant, decision, terms.preconditions()), terms.preference()));
  }

  private boolean isRemembered(Name tenant, HistoryFilter filter) {
    return !history(tenant, filter).isEmpty();
  }

  private History history(Name tenant, HistoryFilter filter) {
    return new History(log, choices, tenant, filter, clock.instant(), intent.snapshot().revision());
  }

  private ResponseEntity<SteeringDecisionView> shown(
      EntityTag tag, Terms terms, SteeringDecisionView view) {
    boolean unmodified = terms.preconditions().isUnmodified(tag);
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(unmodified ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
            .header(HttpHeaders.ETAG, tag.quoted())
            .header(IsthmusHeaders.REVISION, Long.toString(intent.snapshot().revision()));
    return unmodified ? answer.build() : answer.body(view);
  }

  private static ResponseEntity<SteeringDecisionView> made(
      Name tenant, Steering.Made made, Progress progress) {
    boolean running = progress.statusOfDispatch() == HttpStatus.ACCEPTED;
    return ResponseEntity.status(running ? HttpStatus.ACCEPTED : HttpStatus.CREATED)
        .headers(progress.headers())
        .location(
            URI.create(
                "/api/v1/tenants/%s/steering-decisions/%s".formatted(tenant, made.decision().id())))
        .body(SteeringDecisionView.of(made.decision(), progress.operation()));
  }
}
