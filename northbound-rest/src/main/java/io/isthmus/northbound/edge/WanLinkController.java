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

/** {@code …/edges/{edge}/wan-links}. */
@RestController
@Tag(name = "Edges")
@RequestMapping(
    path = "/api/v1/tenants/{tenant}/edges/{edge}/wan-links",
    produces = "application/json")
class WanLinkController {
  private static final WanLinkPart LINKS = new WanLinkPart();

  private final EdgeParts parts;

  WanLinkController(EdgeParts parts) {
    this.parts = parts;
  }

  @Operation(summary = "List the WAN links of an edge")
  @Needs(Role.VIEWER)
  @GetMapping
  ResponseEntity<Page<WanLinkView>> listWanLinks(
      @PathVariable Name tenant, @PathVariable Name edge, Paging paging) {
    return parts.list(LINKS, tenant, edge, paging);
  }

  @Operation(summary = "Show a WAN link")
  @Needs(Role.VIEWER)
  @GetMapping("/{wanLink}")
  ResponseEntity<WanLinkView> getWanLink(
      @PathVariable Name tenant, @PathVariable Name edge, @PathVariable Name wanLink, Terms terms) {
    return parts.get(LINKS, tenant, edge, wanLink, terms);
  }

  @Operation(
      summary = "Create or replace a WAN link",
      description = "Changes the edge, whose revision is the entity tag.")
  @Needs(Role.ORCHESTRATOR)
  @PutMapping(path = "/{wanLink}", consumes = "application/json")
  ResponseEntity<WanLinkView> putWanLink(
      @PathVariable Name tenant,
      @PathVariable Name edge,
      @PathVariable Name wanLink,
      Document document,
      Terms terms) {
    return parts.put(LINKS, tenant, edge, wanLink, document, terms);
  }

  @Operation(
      summary = "Delete a WAN link",
      description = "Changes the edge. Tunnels over the link are taken down.")
  @Needs(Role.ORCHESTRATOR)
  @DeleteMapping("/{wanLink}")
  ResponseEntity<OperationView> deleteWanLink(
      @PathVariable Name tenant, @PathVariable Name edge, @PathVariable Name wanLink, Terms terms) {
    return parts.delete(LINKS, tenant, edge, wanLink, terms);
  }
}
