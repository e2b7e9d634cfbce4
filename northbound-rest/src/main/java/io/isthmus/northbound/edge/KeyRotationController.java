package io.isthmus.northbound.edge;

import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.ChangeOutcome;
import io.isthmus.domain.reconcile.KeyRotation;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Needs;
import io.isthmus.northbound.change.Changes;
import io.isthmus.northbound.change.Placement;
import io.isthmus.northbound.change.Terms;
import io.isthmus.northbound.operation.OperationView;
import io.isthmus.northbound.resource.Answers;
import io.isthmus.northbound.resource.Missing;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code …/edges/{edge}:rotate-keys}. */
@RestController
@Tag(name = "Edges")
@RequestMapping(path = "/api/v1/tenants/{tenant}/edges", produces = "application/json")
class KeyRotationController {
  private final Changes changes;
  private final Clock clock;

  KeyRotationController(Changes changes, Clock clock) {
    this.changes = changes;
    this.clock = clock;
  }

  @Operation(
      summary = "Change the keys that encrypt the paths of an edge",
      description =
          "Asks the edge for younger keys. No packet is lost: they are taken beside the older ones until all edges send by them; keys.state of the edge's status says how far that is. Nothing changes, and no operation begins, while a change of keys is under way or the edge is revoked.")
  @Needs(Role.OPERATOR)
  @PostMapping("/{edge}:rotate-keys")
  ResponseEntity<OperationView> rotateKeys(
      @PathVariable Name tenant, @PathVariable Name edge, Terms terms) {
    ChangeOutcome outcome =
        changes.apply(
            tenant,
            "rotate the keys of edge %s".formatted(edge),
            new Placement(),
            network -> {
              if (!network.edges().containsKey(edge)) {
                throw Missing.resource(network, Kind.EDGE, edge);
              }
              return KeyRotation.begin(network, edge, clock.instant());
            });
    return Answers.dispatched(changes.await(tenant, outcome, terms.preference()));
  }
}
