package io.isthmus.northbound.overlay;

import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Overlay;
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

/** {@code /api/v1/tenants/{tenant}/overlays}. */
@RestController
@Tag(name = "Overlays")
@RequestMapping(path = "/api/v1/tenants/{tenant}/overlays", produces = "application/json")
class OverlayController {
  private static final OverlayType OVERLAYS = OverlayType.INSTANCE;

  private final Resources resources;

  OverlayController(Resources resources) {
    this.resources = resources;
  }

  @Operation(
      summary = "List overlays",
      description = "Optionally only those that one edge is a member of.")
  @Needs(Role.VIEWER)
  @GetMapping
  ResponseEntity<Page<OverlayView>> listOverlays(
      @PathVariable Name tenant, @RequestParam Optional<Name> edge, Paging paging) {
    return resources.list(
        OVERLAYS, tenant, paging, new Narrowing<>(Kind.EDGE, "edge", edge, Overlay::hasMember));
  }

  @Operation(summary = "Show an overlay")
  @Needs(Role.VIEWER)
  @GetMapping("/{overlay}")
  ResponseEntity<OverlayView> getOverlay(
      @PathVariable Name tenant, @PathVariable Name overlay, Terms terms) {
    return resources.get(OVERLAYS, tenant, overlay, terms);
  }

  @Operation(
      summary = "Create or replace an overlay",
      description = "Idempotent: what is so already is left alone, and makes no revision.")
  @Needs(Role.ORCHESTRATOR)
  @PutMapping(path = "/{overlay}", consumes = "application/json")
  ResponseEntity<OverlayView> putOverlay(
      @PathVariable Name tenant, @PathVariable Name overlay, Document document, Terms terms) {
    return resources.put(OVERLAYS, tenant, overlay, document, terms);
  }

  @Operation(
      summary = "Change some fields of an overlay",
      description =
          "JSON merge patch (RFC 7396): fields of the patch replace those of the resource, null removes, lists are replaced as a whole.")
  @Needs(Role.ORCHESTRATOR)
  @PatchMapping(path = "/{overlay}", consumes = "application/merge-patch+json")
  ResponseEntity<OverlayView> patchOverlay(
      @PathVariable Name tenant, @PathVariable Name overlay, Document patch, Terms terms) {
    return resources.patch(OVERLAYS, tenant, overlay, patch, terms);
  }

  @Operation(
      summary = "Delete an overlay",
      description = "Refused with IN_USE while something refers to it.")
  @Needs(Role.ORCHESTRATOR)
  @DeleteMapping("/{overlay}")
  ResponseEntity<OperationView> deleteOverlay(
      @PathVariable Name tenant, @PathVariable Name overlay, Terms terms) {
    return resources.delete(OVERLAYS, tenant, overlay, terms);
  }
}
