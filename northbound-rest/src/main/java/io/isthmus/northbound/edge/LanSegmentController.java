package io.isthmus.northbound.edge;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Needs;
import io.isthmus.northbound.change.Terms;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.operation.OperationView;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code …/edges/{edge}/lan-segments}. */
@RestController
@Tag(name = "Edges")
@RequestMapping(
    path = "/api/v1/tenants/{tenant}/edges/{edge}/lan-segments",
    produces = "application/json")
class LanSegmentController {
  private static final LanSegmentPart SEGMENTS = new LanSegmentPart();

  private final EdgeParts parts;

  LanSegmentController(EdgeParts parts) {
    this.parts = parts;
  }

  @Operation(summary = "List the LAN segments of an edge")
  @Needs(Role.VIEWER)
  @GetMapping
  ResponseEntity<Page<LanSegmentView>> listLanSegments(
      @PathVariable Name tenant, @PathVariable Name edge, Paging paging) {
    return parts.list(SEGMENTS, tenant, edge, paging);
  }

  @Operation(summary = "Show a LAN segment")
  @Needs(Role.VIEWER)
  @GetMapping("/{lanSegment}")
  ResponseEntity<LanSegmentView> getLanSegment(
      @PathVariable Name tenant,
      @PathVariable Name edge,
      @PathVariable Name lanSegment,
      Terms terms) {
    return parts.get(SEGMENTS, tenant, edge, lanSegment, terms);
  }

  @Operation(
      summary = "Create or replace a LAN segment",
      description = "Changes the edge, whose revision is the entity tag.")
  @Needs(Role.ORCHESTRATOR)
  @PutMapping(path = "/{lanSegment}", consumes = "application/json")
  ResponseEntity<LanSegmentView> putLanSegment(
      @PathVariable Name tenant,
      @PathVariable Name edge,
      @PathVariable Name lanSegment,
      Document document,
      Terms terms) {
    return parts.put(SEGMENTS, tenant, edge, lanSegment, document, terms);
  }

  @Operation(summary = "Delete a LAN segment", description = "Changes the edge.")
  @Needs(Role.ORCHESTRATOR)
  @DeleteMapping("/{lanSegment}")
  ResponseEntity<OperationView> deleteLanSegment(
      @PathVariable Name tenant,
      @PathVariable Name edge,
      @PathVariable Name lanSegment,
      Terms terms) {
    return parts.delete(SEGMENTS, tenant, edge, lanSegment, terms);
  }
}
