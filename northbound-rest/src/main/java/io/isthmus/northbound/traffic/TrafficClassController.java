package io.isthmus.northbound.traffic;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Needs;
import io.isthmus.northbound.change.Terms;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.operation.OperationView;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import io.isthmus.northbound.resource.Resources;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/tenants/{tenant}/traffic-classes}. */
@RestController
@Tag(name = "Traffic classes")
@RequestMapping(path = "/api/v1/tenants/{tenant}/traffic-classes", produces = "application/json")
class TrafficClassController {
  private static final TrafficClassType CLASSES = TrafficClassType.INSTANCE;

  private final Resources resources;

  TrafficClassController(Resources resources) {
    this.resources = resources;
  }

  @Operation(summary = "List traffic classes")
  @Needs(Role.VIEWER)
  @GetMapping
  ResponseEntity<Page<TrafficClassView>> listTrafficClasses(
      @PathVariable Name tenant, Paging paging) {
    return resources.list(CLASSES, tenant, paging);
  }

  @Operation(summary = "Show a traffic class")
  @Needs(Role.VIEWER)
  @GetMapping("/{trafficClass}")
  ResponseEntity<TrafficClassView> getTrafficClass(
      @PathVariable Name tenant, @PathVariable Name trafficClass, Terms terms) {
    return resources.get(CLASSES, tenant, trafficClass, terms);
  }

  @Operation(
      summary = "Create or replace a traffic class",
      description = "Idempotent: what is so already is left alone, and makes no revision.")
  @Needs(Role.ORCHESTRATOR)
  @PutMapping(path = "/{trafficClass}", consumes = "application/json")
  ResponseEntity<TrafficClassView> putTrafficClass(
      @PathVariable Name tenant, @PathVariable Name trafficClass, Document document, Terms terms) {
    return resources.put(CLASSES, tenant, trafficClass, document, terms);
  }

  @Operation(
      summary = "Change some fields of a traffic class",
      description =
          "JSON merge patch (RFC 7396): fields of the patch replace those of the resource, null removes, lists are replaced as a whole.")
  @Needs(Role.ORCHESTRATOR)
  @PatchMapping(path = "/{trafficClass}", consumes = "application/merge-patch+json")
  ResponseEntity<TrafficClassView> patchTrafficClass(
      @PathVariable Name tenant, @PathVariable Name trafficClass, Document patch, Terms terms) {
    return resources.patch(CLASSES, tenant, trafficClass, patch, terms);
  }

  @Operation(
      summary = "Delete a traffic class",
      description = "Refused with IN_USE while something refers to it.")
  @Needs(Role.ORCHESTRATOR)
  @DeleteMapping("/{trafficClass}")
  ResponseEntity<OperationView> deleteTrafficClass(
      @PathVariable Name tenant, @PathVariable Name trafficClass, Terms terms) {
    return resources.delete(CLASSES, tenant, trafficClass, terms);
  }
}
