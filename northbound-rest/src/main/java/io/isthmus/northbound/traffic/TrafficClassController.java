package io.isthmus.northbound.traffic;

import io.isthmus.domain.net.Name;
import io.isthmus.northbound.change.Terms;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.operation.OperationView;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import io.isthmus.northbound.resource.Resources;
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
@RequestMapping(path = "/api/v1/tenants/{tenant}/traffic-classes", produces = "application/json")
class TrafficClassController {
  private static final TrafficClassType CLASSES = TrafficClassType.INSTANCE;

  private final Resources resources;

  TrafficClassController(Resources resources) {
    this.resources = resources;
  }

  @GetMapping
  ResponseEntity<Page<TrafficClassView>> listTrafficClasses(
      @PathVariable Name tenant, Paging paging) {
    return resources.list(CLASSES, tenant, paging, trafficClass -> true);
  }

  @GetMapping("/{trafficClass}")
  ResponseEntity<TrafficClassView> getTrafficClass(
      @PathVariable Name tenant, @PathVariable Name trafficClass, Terms terms) {
    return resources.get(CLASSES, tenant, trafficClass, terms);
  }

  @PutMapping(path = "/{trafficClass}", consumes = "application/json")
  ResponseEntity<TrafficClassView> putTrafficClass(
      @PathVariable Name tenant, @PathVariable Name trafficClass, Document document, Terms terms) {
    return resources.put(CLASSES, tenant, trafficClass, document, terms);
  }

  @PatchMapping(path = "/{trafficClass}", consumes = "application/merge-patch+json")
  ResponseEntity<TrafficClassView> patchTrafficClass(
      @PathVariable Name tenant, @PathVariable Name trafficClass, Document patch, Terms terms) {
    return resources.patch(CLASSES, tenant, trafficClass, patch, terms);
  }

  @DeleteMapping("/{trafficClass}")
  ResponseEntity<OperationView> deleteTrafficClass(
      @PathVariable Name tenant, @PathVariable Name trafficClass, Terms terms) {
    return resources.delete(CLASSES, tenant, trafficClass, terms);
  }
}
