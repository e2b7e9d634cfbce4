package io.isthmus.northbound.edge;

import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Needs;
import io.isthmus.northbound.change.Terms;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.operation.OperationView;
import io.isthmus.northbound.resource.Narrowing;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import io.isthmus.northbound.resource.Resources;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/tenants/{tenant}/edges}. */
@RestController
@Tag(name = "Edges")
@RequestMapping(path = "/api/v1/tenants/{tenant}/edges", produces = "application/json")
class EdgeController {
  private static final EdgeType EDGES = EdgeType.INSTANCE;

  private final Resources resources;

  EdgeController(Resources resources) {
    this.resources = resources;
  }

  @Operation(summary = "List edges", description = "Optionally only those of one site.")
  @Needs(Role.VIEWER)
  @GetMapping
  ResponseEntity<Page<EdgeView>> listEdges(
      @PathVariable Name tenant, @RequestParam Optional<Name> site, Paging paging) {
    return resources.list(
        EDGES,
        tenant,
        paging,
        new Narrowing<>(Kind.SITE, "site", site, (edge, name) -> edge.site().equals(name)));
  }

  @Operation(summary = "Show an edge")
  @Needs(Role.VIEWER)
  @GetMapping("/{edge}")
  ResponseEntity<EdgeView> getEdge(
      @PathVariable Name tenant, @PathVariable Name edge, Terms terms) {
    return resources.get(EDGES, tenant, edge, terms);
  }

  @Operation(
      summary = "Create or replace an edge",
      description = "Idempotent: what is so already is left alone, and makes no revision.")
  @Needs(Role.ORCHESTRATOR)
  @PutMapping(path = "/{edge}", consumes = "application/json")
  ResponseEntity<EdgeView> putEdge(
      @PathVariable Name tenant, @PathVariable Name edge, Document document, Terms terms) {
    return resources.put(EDGES, tenant, edge, document, terms);
  }

  @Operation(
      summary = "Change some fields of an edge",
      description =
          "JSON merge patch (RFC 7396): fields of the patch replace those of the resource, null removes, lists are replaced as a whole.")
  @Needs(Role.ORCHESTRATOR)
  @PatchMapping(path = "/{edge}", consumes = "application/merge-patch+json")
  ResponseEntity<EdgeView> patchEdge(
      @PathVariable Name tenant, @PathVariable Name edge, Document patch, Terms terms) {
    return resources.patch(EDGES, tenant, edge, patch, terms);
  }

  @Operation(
      summary = "Delete an edge",
      description = "Refused with IN_USE while something refers to it.")
  @Needs(Role.ORCHESTRATOR)
  @DeleteMapping("/{edge}")
  ResponseEntity<OperationView> deleteEdge(
      @PathVariable Name tenant, @PathVariable Name edge, Terms terms) {
    return resources.delete(EDGES, tenant, edge, terms);
  }
}
