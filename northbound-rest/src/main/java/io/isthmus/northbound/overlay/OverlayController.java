package io.isthmus.northbound.overlay;

import io.isthmus.domain.net.Name;
import io.isthmus.northbound.change.Terms;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.operation.OperationView;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import io.isthmus.northbound.resource.Resources;
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
@RequestMapping(path = "/api/v1/tenants/{tenant}/overlays", produces = "application/json")
class OverlayController {
  private static final OverlayType OVERLAYS = OverlayType.INSTANCE;

  private final Resources resources;

  OverlayController(Resources resources) {
    this.resources = resources;
  }

  @GetMapping
  ResponseEntity<Page<OverlayView>> listOverlays(
      @PathVariable Name tenant, @RequestParam Optional<Name> edge, Paging paging) {
    return resources.list(
        OVERLAYS, tenant, paging, overlay -> edge.map(overlay::hasMember).orElse(true));
  }

  @GetMapping("/{overlay}")
  ResponseEntity<OverlayView> getOverlay(
      @PathVariable Name tenant, @PathVariable Name overlay, Terms terms) {
    return resources.get(OVERLAYS, tenant, overlay, terms);
  }

  @PutMapping(path = "/{overlay}", consumes = "application/json")
  ResponseEntity<OverlayView> putOverlay(
      @PathVariable Name tenant, @PathVariable Name overlay, Document document, Terms terms) {
    return resources.put(OVERLAYS, tenant, overlay, document, terms);
  }

  @PatchMapping(path = "/{overlay}", consumes = "application/merge-patch+json")
  ResponseEntity<OverlayView> patchOverlay(
      @PathVariable Name tenant, @PathVariable Name overlay, Document patch, Terms terms) {
    return resources.patch(OVERLAYS, tenant, overlay, patch, terms);
  }

  @DeleteMapping("/{overlay}")
  ResponseEntity<OperationView> deleteOverlay(
      @PathVariable Name tenant, @PathVariable Name overlay, Terms terms) {
    return resources.delete(OVERLAYS, tenant, overlay, terms);
  }
}
