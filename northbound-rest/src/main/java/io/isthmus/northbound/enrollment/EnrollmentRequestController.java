package io.isthmus.northbound.enrollment;

import io.isthmus.domain.admission.EnrollmentRequests;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.trust.EnrollmentRequest;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Needs;
import io.isthmus.northbound.change.Acting;
import io.isthmus.northbound.change.IsthmusHeaders;
import io.isthmus.northbound.problem.ProblemException;
import io.isthmus.northbound.resource.Creation;
import io.isthmus.northbound.resource.Missing;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code …/enrollment-requests}. */
@RestController
@Tag(name = "Enrolment")
@RequestMapping(
    path = "/api/v1/tenants/{tenant}/enrollment-requests",
    produces = "application/json")
class EnrollmentRequestController {
  private static final Set<EnrollmentRequest.State> APPROVED =
      EnumSet.of(EnrollmentRequest.State.APPROVED, EnrollmentRequest.State.ISSUED);

  private final IntentService intent;
  private final EnrollmentRequests requests;

  EnrollmentRequestController(IntentService intent, EnrollmentRequests requests) {
    this.intent = intent;
    this.requests = requests;
  }

  @Operation(
      summary = "List requests to join",
      description = "Newest first, with those that are decided.")
  @Needs(Role.OPERATOR)
  @GetMapping
  ResponseEntity<Page<EnrollmentRequestView>> listEnrollmentRequests(
      @PathVariable Name tenant,
      @RequestParam Optional<EnrollmentRequest.State> state,
      Paging paging) {
    intent.network(tenant);
    SortedMap<Creation, EnrollmentRequest> byAge = new TreeMap<>(Comparator.reverseOrder());
    requests
        .list(tenant)
        .forEach(request -> byAge.put(new Creation(request.requestedAt(), request.id()), request));
    return Page.of(
            paging,
            byAge,
            Creation::parse,
            request -> state.map(request.state()::equals).orElse(true),
            EnrollmentRequestView::of)
        .answer(paging, intent.snapshot().revision());
  }

  @Operation(summary = "Show a request to join")
  @Needs(Role.OPERATOR)
  @GetMapping("/{request}")
  ResponseEntity<EnrollmentRequestView> getEnrollmentRequest(
      @PathVariable Name tenant, @PathVariable UUID request) {
    intent.network(tenant);
    return answer(requests.find(tenant, request).orElseThrow(() -> missing(request)));
  }

  @Operation(
      summary = "Let an edge in",
      description = "It gets its certificate when it asks again, within seconds. Idempotent.")
  @Needs(Role.OPERATOR)
  @PostMapping("/{request}:approve")
  ResponseEntity<EnrollmentRequestView> approveEnrollmentRequest(
      @PathVariable Name tenant, @PathVariable UUID request) {
    intent.network(tenant);
    EnrollmentRequest decided =
        requests.approve(Acting.now(), tenant, request).orElseThrow(() -> missing(request));
    require(APPROVED.contains(decided.state()), decided);
    return answer(decided);
  }

  @Operation(
      summary = "Refuse an edge",
      description =
          "For good: this key is never let in. Idempotent. An edge that has its certificate is revoked instead.")
  @Needs(Role.OPERATOR)
  @PostMapping("/{request}:reject")
  ResponseEntity<EnrollmentRequestView> rejectEnrollmentRequest(
      @PathVariable Name tenant, @PathVariable UUID request) {
    intent.network(tenant);
    EnrollmentRequest decided =
        requests.reject(Acting.now(), tenant, request).orElseThrow(() -> missing(request));
    require(decided.state() == EnrollmentRequest.State.REJECTED, decided);
    return answer(decided);
  }

  private static void require(boolean done, EnrollmentRequest request) {
    if (!done) {
      throw ProblemException.of(
          HttpStatus.CONFLICT,
          "REQUEST_DECIDED",
          "the request is %s already: have the edge ask anew, or revoke the edge"
              .formatted(request.state()));
    }
  }

  private ResponseEntity<EnrollmentRequestView> answer(EnrollmentRequest request) {
    return ResponseEntity.ok()
        .header(IsthmusHeaders.REVISION, Long.toString(intent.snapshot().revision()))
        .body(EnrollmentRequestView.of(request));
  }

  private static RuntimeException missing(UUID request) {
    return Missing.of("enrolment request " + request);
  }
}
