package io.isthmus.northbound.application;

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

/** {@code /api/v1/tenants/{tenant}/applications}. */
@RestController
@Tag(name = "Applications")
@RequestMapping(path = "/api/v1/tenants/{tenant}/applications", produces = "application/json")
class ApplicationController {
  private static final ApplicationType APPLICATIONS = ApplicationType.INSTANCE;

  private final Resources resources;

  ApplicationController(Resources resources) {
    this.resources = resources;
  }

  @Operation(
      summary = "List applications",
      description = "Optionally only those in one traffic class.")
  @Needs(Role.VIEWER)
  @GetMapping
  ResponseEntity<Page<ApplicationView>> listApplications(
      @PathVariable Name tenant, @RequestParam Optional<Name> trafficClass, Paging paging) {
    return resources.list(
        APPLICATIONS,
        tenant,
        paging,
        new Narrowing<>(
            Kind.TRAFFIC_CLASS,
            "trafficClass",
            trafficClass,
            (application, name) -> application.trafficClass().equals(name)));
  }

  @Operation(summary = "Show an application")
  @Needs(Role.VIEWER)
  @GetMapping("/{application}")
  ResponseEntity<ApplicationView> getApplication(
      @PathVariable Name tenant, @PathVariable Name application, Terms terms) {
    return resources.get(APPLICATIONS, tenant, application, terms);
  }

  @Operation(
      summary = "Create or replace an application",
      description = "Idempotent: what is so already is left alone, and makes no revision.")
  @Needs(Role.ORCHESTRATOR)
  @PutMapping(path = "/{application}", consumes = "application/json")
  ResponseEntity<ApplicationView> putApplication(
      @PathVariable Name tenant, @PathVariable Name application, Document document, Terms terms) {
    return resources.put(APPLICATIONS, tenant, application, document, terms);
  }

  @Operation(
      summary = "Change some fields of an application",
      description =
          "JSON merge patch (RFC 7396): fields of the patch replace those of the resource, null removes, lists are replaced as a whole.")
  @Needs(Role.ORCHESTRATOR)
  @PatchMapping(path = "/{application}", consumes = "application/merge-patch+json")
  ResponseEntity<ApplicationView> patchApplication(
      @PathVariable Name tenant, @PathVariable Name application, Document patch, Terms terms) {
    return resources.patch(APPLICATIONS, tenant, application, patch, terms);
  }

  @Operation(summary = "Delete an application")
  @Needs(Role.ORCHESTRATOR)
  @DeleteMapping("/{application}")
  ResponseEntity<OperationView> deleteApplication(
      @PathVariable Name tenant, @PathVariable Name application, Terms terms) {
    return resources.delete(APPLICATIONS, tenant, application, terms);
  }
}
