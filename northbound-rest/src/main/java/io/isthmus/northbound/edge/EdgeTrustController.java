package io.isthmus.northbound.edge;

import io.isthmus.domain.admission.Admission;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Needs;
import io.isthmus.northbound.change.Acting;
import io.isthmus.northbound.change.IsthmusHeaders;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.resource.Missing;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code …/edges/{edge}:revoke}. */
@RestController
@Tag(name = "Edges")
@RequestMapping(path = "/api/v1/tenants/{tenant}/edges", produces = "application/json")
class EdgeTrustController {
  private final IntentService intent;
  private final Admission admission;
  private final EdgeStates states;

  EdgeTrustController(IntentService intent, Admission admission, EdgeStates states) {
    this.intent = intent;
    this.admission = admission;
    this.states = states;
  }

  @Operation(
      summary = "Trust an edge no more",
      description =
          "Its certificates are refused, its stream is closed, enrolment tokens for it let nobody in, and every other edge removes its tunnels to it. A new enrolment token lets it in again. Idempotent.")
  @Needs(Role.OPERATOR)
  @PostMapping("/{edge}:revoke")
  ResponseEntity<EdgeStatusView> revokeEdge(
      @PathVariable Name tenant,
      @PathVariable Name edge,
      @Parameter(hidden = true) Optional<Document> document) {
    Network network = intent.network(tenant);
    EdgeKey key = new EdgeKey(tenant, edge);
    if (!network.edges().containsKey(edge) && admission.identity(key).isEmpty()) {
      throw Missing.resource(network, Kind.EDGE, edge);
    }
    admission.revoke(Acting.now(), key, RevocationRequest.reason(document));
    return ResponseEntity.ok()
        .header(IsthmusHeaders.REVISION, Long.toString(intent.snapshot().revision()))
        .body(states.of(key));
  }
}
