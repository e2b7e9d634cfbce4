package io.isthmus.northbound.enrollment;

import io.isthmus.domain.admission.EnrollmentTokens;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.EnrollmentToken;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Needs;
import io.isthmus.northbound.change.Acting;
import io.isthmus.northbound.change.IsthmusHeaders;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.resource.Creation;
import io.isthmus.northbound.resource.Missing;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code …/enrollment-tokens}. */
@RestController
@Tag(name = "Enrolment")
@RequestMapping(path = "/api/v1/tenants/{tenant}/enrollment-tokens", produces = "application/json")
class EnrollmentTokenController {
  private final IntentService intent;
  private final EnrollmentTokens tokens;
  private final Bootstrap bootstrap;
  private final Clock clock;

  EnrollmentTokenController(
      IntentService intent, EnrollmentTokens tokens, Bootstrap bootstrap, Clock clock) {
    this.intent = intent;
    this.tokens = tokens;
    this.bootstrap = bootstrap;
    this.clock = clock;
  }

  @Operation(
      summary = "List enrolment tokens",
      description = "Newest first, with those that let nobody in any more.")
  @Needs(Role.OPERATOR)
  @GetMapping
  ResponseEntity<Page<EnrollmentTokenView>> listEnrollmentTokens(
      @PathVariable Name tenant, Paging paging) {
    intent.network(tenant);
    Instant now = clock.instant();
    SortedMap<Creation, EnrollmentToken> byAge = new TreeMap<>(Comparator.reverseOrder());
    tokens
        .list(tenant)
        .forEach(token -> byAge.put(new Creation(token.createdAt(), token.id()), token));
    return Page.of(
            paging,
            byAge,
            Creation::parse,
            token -> true,
            token -> EnrollmentTokenView.of(token, now, null))
        .answer(paging, intent.snapshot().revision());
  }

  @Operation(summary = "Show an enrolment token", description = "Never with its secret.")
  @Needs(Role.OPERATOR)
  @GetMapping("/{token}")
  ResponseEntity<EnrollmentTokenView> getEnrollmentToken(
      @PathVariable Name tenant, @PathVariable UUID token) {
    intent.network(tenant);
    EnrollmentToken found = tokens.find(tenant, token).orElseThrow(() -> missing(token));
    return answer(HttpStatus.OK).body(EnrollmentTokenView.of(found, clock.instant(), null));
  }

  @Operation(
      summary = "Make an enrolment token",
      description =
          "For an edge, or for any edge of a site. The answer shows the secret, and a command that"
              + " joins an edge with it; nothing shows it again: a repetition makes another token.")
  @Needs(Role.OPERATOR)
  @PostMapping(consumes = "application/json")
  ResponseEntity<EnrollmentTokenView> postEnrollmentToken(
      @PathVariable Name tenant, Document document, HttpServletRequest request) {
    intent.network(tenant);
    Instant now = clock.instant();
    EnrollmentTokens.IssuedToken issued =
        bootstrap.issue(tenant, EnrollmentTokenRequest.of(document, now));
    String controller = bootstrap.controller(request);
    Optional<EdgeKey> edge =
        issued.token().target() instanceof EnrollmentToken.Target.OneEdge(Name name)
            ? Optional.of(new EdgeKey(tenant, name))
            : Optional.empty();
    EnrollmentTokenView.Join join =
        new EnrollmentTokenView.Join(
            issued.secret(),
            controller,
            bootstrap.command(tenant, edge, controller, issued.secret()));
    return answer(HttpStatus.CREATED)
        .header(
            HttpHeaders.LOCATION,
            "/api/v1/tenants/%s/enrollment-tokens/%s".formatted(tenant, issued.token().id()))
        .body(EnrollmentTokenView.of(issued.token(), now, join));
  }

  @Operation(
      summary = "Withdraw an enrolment token",
      description =
          "From now on it lets nobody in, edges that wait for approval included. Idempotent.")
  @Needs(Role.OPERATOR)
  @DeleteMapping("/{token}")
  ResponseEntity<Void> deleteEnrollmentToken(@PathVariable Name tenant, @PathVariable UUID token) {
    intent.network(tenant);
    if (tokens.withdraw(Acting.now(), tenant, token).isEmpty()) {
      throw missing(token);
    }
    return answer(HttpStatus.NO_CONTENT).build();
  }

  private ResponseEntity.BodyBuilder answer(HttpStatus status) {
    return ResponseEntity.status(status)
        .header(IsthmusHeaders.REVISION, Long.toString(intent.snapshot().revision()))
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  private static RuntimeException missing(UUID token) {
    return Missing.of("enrolment token " + token);
  }
}
