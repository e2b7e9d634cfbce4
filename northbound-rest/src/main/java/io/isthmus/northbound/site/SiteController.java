package io.isthmus.northbound.site;

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

/** {@code /api/v1/tenants/{tenant}/sites}. */
@RestController
@Tag(name = "Sites")
@RequestMapping(path = "/api/v1/tenants/{tenant}/sites", produces = "application/json")
class SiteController {
  private static final SiteType SITES = SiteType.INSTANCE;

  private final Resources resources;

  SiteController(Resources resources) {
    this.resources = resources;
  }

  @Operation(summary = "List sites")
  @Needs(Role.VIEWER)
  @GetMapping
  ResponseEntity<Page<SiteView>> listSites(@PathVariable Name tenant, Paging paging) {
    return resources.list(SITES, tenant, paging);
  }

  @Operation(summary = "Show a site")
  @Needs(Role.VIEWER)
  @GetMapping("/{site}")
  ResponseEntity<SiteView> getSite(
      @PathVariable Name tenant, @PathVariable Name site, Terms terms) {
    return resources.get(SITES, tenant, site, terms);
  }

  @Operation(
      summary = "Create or replace a site",
      description = "Idempotent: what is so already is left alone, and makes no revision.")
  @Needs(Role.ORCHESTRATOR)
  @PutMapping(path = "/{site}", consumes = "application/json")
  ResponseEntity<SiteView> putSite(
      @PathVariable Name tenant, @PathVariable Name site, Document document, Terms terms) {
    return resources.put(SITES, tenant, site, document, terms);
  }

  @Operation(
      summary = "Change some fields of a site",
      description =
          "JSON merge patch (RFC 7396): fields of the patch replace those of the resource, null removes, lists are replaced as a whole.")
  @Needs(Role.ORCHESTRATOR)
  @PatchMapping(path = "/{site}", consumes = "application/merge-patch+json")
  ResponseEntity<SiteView> patchSite(
      @PathVariable Name tenant, @PathVariable Name site, Document patch, Terms terms) {
    return resources.patch(SITES, tenant, site, patch, terms);
  }

  @Operation(
      summary = "Delete a site",
      description = "Refused with IN_USE while something refers to it.")
  @Needs(Role.ORCHESTRATOR)
  @DeleteMapping("/{site}")
  ResponseEntity<OperationView> deleteSite(
      @PathVariable Name tenant, @PathVariable Name site, Terms terms) {
    return resources.delete(SITES, tenant, site, terms);
  }
}
