package io.isthmus.northbound.authority;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.trust.CertificateAuthority;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Needs;
import io.isthmus.northbound.change.Acting;
import io.isthmus.northbound.change.IsthmusHeaders;
import io.isthmus.northbound.problem.ProblemException;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/roots}. */
@RestController
@Tag(name = "Certification authority")
@RequestMapping(path = "/api/v1", produces = "application/json")
class AuthorityController {
  private final IntentService intent;
  private final CertificateAuthority authority;

  AuthorityController(IntentService intent, CertificateAuthority authority) {
    this.intent = intent;
    this.authority = authority;
  }

  @Operation(
      summary = "List the roots of the certification authority",
      description = "Newest first.")
  @Needs(value = Role.ADMIN, in = Needs.Where.ALL_TENANTS)
  @GetMapping("/roots")
  ResponseEntity<Page<RootView>> listGlobalRoots(Paging paging) {
    SortedMap<Integer, CertificateAuthority.RootView> byAge =
        new TreeMap<>(Comparator.reverseOrder());
    authority.roots().forEach(root -> byAge.put(root.generation(), root));
    return Page.of(paging, byAge, Integer::valueOf, root -> true, RootView::of)
        .answer(paging, intent.snapshot().revision());
  }

  @Operation(
      summary = "Make another root the active one",
      description =
          "Edges learn of it over their streams and renew their certificates; the present root stays trusted until its overlap ends, and until then there is no further rotation (409 OVERLAP_LASTS).")
  @Needs(value = Role.ADMIN, in = Needs.Where.ALL_TENANTS)
  @PostMapping("/roots:rotate")
  ResponseEntity<RootView> rotateGlobalRoot() {
    try {
      return ResponseEntity.ok()
          .header(IsthmusHeaders.REVISION, Long.toString(intent.snapshot().revision()))
          .body(RootView.of(authority.rotate(Acting.now())));
    } catch (InvalidValue e) {
      throw ProblemException.of(HttpStatus.CONFLICT, e.code(), e.getMessage());
    }
  }
}
