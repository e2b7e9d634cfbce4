package io.isthmus.northbound.edge;

import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.plan.EdgePlan;
import io.isthmus.domain.reconcile.EdgeFleet;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Needs;
import io.isthmus.northbound.change.IsthmusHeaders;
import io.isthmus.northbound.resource.Missing;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.function.Function;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code …/edges/{edge}/status} and {@code …/edges/{edge}/plan}. */
@RestController
@Tag(name = "Edges")
@RequestMapping(path = "/api/v1/tenants/{tenant}/edges/{edge}", produces = "application/json")
class EdgeStateController {
  private final IntentService intent;
  private final EdgeFleet fleet;
  private final EdgeStates states;

  EdgeStateController(IntentService intent, EdgeFleet fleet, EdgeStates states) {
    this.intent = intent;
    this.fleet = fleet;
    this.states = states;
  }

  @Operation(summary = "Show how an edge is")
  @Needs(Role.VIEWER)
  @GetMapping("/status")
  ResponseEntity<EdgeStatusView> getEdgeStatus(@PathVariable Name tenant, @PathVariable Name edge) {
    long revision = intent.snapshot().revision();
    requireExists(tenant, edge);
    return ResponseEntity.ok()
        .header(IsthmusHeaders.REVISION, Long.toString(revision))
        .body(states.of(new EdgeKey(tenant, edge)));
  }

  @Operation(
      summary = "Show what an edge should carry",
      description =
          "The planned configuration, resource by resource. The revision is that of the plan.")
  @Needs(Role.VIEWER)
  @GetMapping("/plan")
  ResponseEntity<Page<PlannedResourceView>> getEdgePlan(
      @PathVariable Name tenant, @PathVariable Name edge, Paging paging) {
    requireExists(tenant, edge);
    EdgeKey key = new EdgeKey(tenant, edge);
    EdgePlan plan = fleet.plan(key).orElseGet(() -> EdgePlan.empty(key, 0));
    return Page.of(
            paging,
            plan.resources(),
            Function.identity(),
            resource -> true,
            PlannedResourceView::of)
        .answer(paging, plan.revision());
  }

  private void requireExists(Name tenant, Name edge) {
    Network network = intent.network(tenant);
    if (!network.edges().containsKey(edge)) {
      throw Missing.resource(network, Kind.EDGE, edge);
    }
  }
}
