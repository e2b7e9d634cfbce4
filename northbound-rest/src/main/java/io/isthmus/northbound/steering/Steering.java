package io.isthmus.northbound.steering;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.intent.Violation;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.DecisionLog;
import io.isthmus.domain.reconcile.ChangeOutcome;
import io.isthmus.domain.steering.ChoiceLog;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.northbound.change.Changes;
import io.isthmus.northbound.change.EntityTag;
import io.isthmus.northbound.change.Placement;
import io.isthmus.northbound.change.Preconditions;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.problem.FieldError;
import io.isthmus.northbound.problem.ProblemException;
import io.isthmus.northbound.resource.Missing;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Makes and ends steering decisions. Safe for any thread. */
@Component
final class Steering {
  private final Changes changes;
  private final DecisionLog log;
  private final ChoiceLog choices;
  private final Clock clock;

  Steering(Changes changes, DecisionLog log, ChoiceLog choices, Clock clock) {
    this.changes = changes;
    this.log = log;
    this.choices = choices;
    this.clock = clock;
  }

  /** A decision that is in force, and what that came to. */
  record Made(SteeringDecision decision, ChangeOutcome outcome) {}

  Made decide(Name tenant, Document document, Preconditions preconditions) {
    SteeringDecision decision = SteeringRequest.read(document, UUID.randomUUID(), clock.instant());
    preconditions.require(Optional.empty());
    Placement placement = new Placement();
    boolean single = document.root().has("overlay");
    placement.put(
        Kind.TRAFFIC_CLASS,
        decision.trafficClass(),
        field -> single && field.startsWith("/overlays/") ? "/overlay" : field);
    ChangeOutcome outcome =
        changes.apply(
            tenant,
            "steer traffic class %s".formatted(decision.trafficClass()),
            placement,
            network -> {
              requirePath(network, decision, single);
              return List.of(new Change.Steer(decision));
            });
    return new Made(decision.inRevision(outcome.revision()), outcome);
  }

  ChangeOutcome end(Name tenant, UUID id, Preconditions preconditions) {
    return changes.apply(
        tenant,
        "end steering decision " + id,
        new Placement(),
        network -> {
          Optional<SteeringDecision> active =
              network.decisions().stream().filter(other -> other.id().equals(id)).findFirst();
          if (active.isEmpty()) {
            throw notActive(tenant, id);
          }
          preconditions.require(active.map(decision -> tag(decision, "")));
          return List.of(new Change.Unsteer(id));
        });
  }

  /** A decision changes once, when it ends. */
  static EntityTag tag(DecisionLog.Entry entry) {
    return tag(entry.decision(), entry.endedAt().isPresent() ? "-ended" : "");
  }

  private static EntityTag tag(SteeringDecision decision, String suffix) {
    return new EntityTag(decision.revision() + suffix);
  }

  private ProblemException notActive(Name tenant, UUID id) {
    return log.find(tenant, id)
        .map(entry ->
            ProblemException.of(
                HttpStatus.CONFLICT,
                "DECISION_ENDED",
                "steering decision %s is not in force any more: there is nothing to end"
                    .formatted(id)))
        .or(() ->
            choices
                .find(tenant, id)
                .map(choice ->
                    ProblemException.of(
                        HttpStatus.CONFLICT,
                        "EDGE_CHOICE",
                        "steering decision %s is a choice of edge %s and cannot be ended: request a decision that the edge will follow"
                            .formatted(id, choice.sourceEdge().edge()))))
        .orElseGet(() -> Missing.of("steering decision " + id));
  }

  /** Says nothing of references to what does not exist: the intent's own rules do. */
  private static void requirePath(Network network, SteeringDecision decision, boolean single) {
    boolean known =
        decision.overlays().stream().allMatch(e -> network.overlays().containsKey(e.overlay()))
            && decision.sourceEdge().map(network.edges()::containsKey).orElse(true)
            && decision.destinationEdge().map(network.edges()::containsKey).orElse(true);
    if (known && !new Reach(network).isAnywhere(decision)) {
      throw ProblemException.of(
          HttpStatus.UNPROCESSABLE_CONTENT,
          List.of(
              FieldError.at(
                  single ? "/overlay" : "/overlays",
                  Violation.Code.NO_PATH.name(),
                  "%s %s no two of the edges that are meant: choose an overlay with a tunnel between them, see tunnels"
                      .formatted(
                          decision.overlays().stream()
                              .map(entry -> entry.overlay().value())
                              .toList(),
                          decision.overlays().size() == 1 ? "joins" : "join"))));
    }
  }
}
