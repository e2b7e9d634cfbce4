package io.isthmus.northbound.operation;

import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.operation.OperationStore;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Needs;
import io.isthmus.northbound.change.Changes;
import io.isthmus.northbound.change.Progress;
import io.isthmus.northbound.change.Terms;
import io.isthmus.northbound.resource.Cursors;
import io.isthmus.northbound.resource.Missing;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/tenants/{tenant}/operations}. */
@RestController
@Tag(name = "Operations")
@RequestMapping(path = "/api/v1/tenants/{tenant}/operations", produces = "application/json")
class OperationController {
  private final IntentService intent;
  private final OperationStore operations;
  private final Changes changes;

  OperationController(IntentService intent, OperationStore operations, Changes changes) {
    this.intent = intent;
    this.operations = operations;
    this.changes = changes;
  }

  @io.swagger.v3.oas.annotations.Operation(
      summary = "List operations",
      description =
          "Newest first, without the parts of the edges. With edge= those that concern this edge, which may be gone, with its part alone.")
  @Needs(Role.VIEWER)
  @GetMapping
  ResponseEntity<Page<OperationView>> listOperations(
      @PathVariable Name tenant, @RequestParam Optional<Name> edge, Paging paging) {
    Missing.requireKnown(
        "edge",
        intent.network(tenant),
        Kind.EDGE,
        edge,
        name -> !operations.listOf(new EdgeKey(tenant, name), Long.MAX_VALUE, 1).isEmpty());
    long revision = intent.snapshot().revision();
    List<Operation> fetched =
        edge.map(name ->
                operations.listOf(
                    new EdgeKey(tenant, name), Cursors.before(paging), paging.limit() + 1))
            .orElseGet(() -> operations.list(tenant, Cursors.before(paging), paging.limit() + 1));
    return Page.ofOneMore(
            paging,
            fetched,
            operation -> Long.toString(operation.revision()),
            operation ->
                edge.map(name -> OperationView.withPartOf(name, operation))
                    .orElseGet(() -> OperationView.withoutParts(operation)))
        .answer(paging, revision);
  }

  @io.swagger.v3.oas.annotations.Operation(
      summary = "Show an operation",
      description =
          "With Prefer: wait=N it waits until every edge has answered: 200 then, 202 when one has not.")
  @Needs(Role.VIEWER)
  @GetMapping("/{operation}")
  ResponseEntity<OperationView> getOperation(
      @PathVariable Name tenant, @PathVariable UUID operation, Terms terms) {
    intent.network(tenant);
    Operation found =
        operations.find(tenant, operation).orElseThrow(() -> Missing.of("operation " + operation));
    Progress progress =
        new Progress(
            found.revision(),
            Optional.of(changes.await(tenant, found, terms.preference())),
            terms.preference().patience());
    return ResponseEntity.status(progress.statusOfUpdate())
        .headers(progress.headers())
        .body(OperationView.of(progress.operation().orElse(found)));
  }
}
