package io.isthmus.northbound.token;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Needs;
import io.isthmus.northbound.change.IsthmusHeaders;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.Optional;
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

/** {@code /api/v1/tenants/{tenant}/api-tokens}. */
@RestController
@Tag(name = "API tokens")
@RequestMapping(path = "/api/v1/tenants/{tenant}/api-tokens", produces = "application/json")
class ApiTokenController {
  private final IntentService intent;
  private final TokenDesk desk;
  private final Clock clock;

  ApiTokenController(IntentService intent, TokenDesk desk, Clock clock) {
    this.intent = intent;
    this.desk = desk;
    this.clock = clock;
  }

  @Operation(
      summary = "List API tokens of a tenant",
      description = "In order of creation, with those that have ended.")
  @Needs(Role.ADMIN)
  @GetMapping
  ResponseEntity<Page<ApiTokenView>> listApiTokens(@PathVariable Name tenant, Paging paging) {
    intent.network(tenant);
    return desk.page(Optional.of(tenant), paging).answer(paging, intent.snapshot().revision());
  }

  @Operation(summary = "Show an API token", description = "Never with its secret.")
  @Needs(Role.ADMIN)
  @GetMapping("/{token}")
  ResponseEntity<ApiTokenView> getApiToken(@PathVariable Name tenant, @PathVariable UUID token) {
    intent.network(tenant);
    return answer(HttpStatus.OK).body(ApiTokenView.of(desk.load(Optional.of(tenant), token)));
  }

  @Operation(
      summary = "Make an API token",
      description =
          "With a role for this tenant alone. The answer shows the secret, and nothing shows it again: a repetition makes another token.")
  @Needs(Role.ADMIN)
  @PostMapping(consumes = "application/json")
  ResponseEntity<ApiTokenView> postApiToken(@PathVariable Name tenant, Document document) {
    intent.network(tenant);
    ApiTokenView made = desk.create(ApiTokenRequest.ofTenant(document, tenant, clock.instant()));
    return answer(HttpStatus.CREATED)
        .header(
            HttpHeaders.LOCATION, "/api/v1/tenants/%s/api-tokens/%s".formatted(tenant, made.id()))
        .body(made);
  }

  @Operation(
      summary = "Revoke an API token",
      description =
          "For good, within a second on every replica; open event streams of it end. Idempotent.")
  @Needs(Role.ADMIN)
  @DeleteMapping("/{token}")
  ResponseEntity<Void> deleteApiToken(@PathVariable Name tenant, @PathVariable UUID token) {
    intent.network(tenant);
    desk.revoke(Optional.of(tenant), token);
    return answer(HttpStatus.NO_CONTENT).build();
  }

  private ResponseEntity.BodyBuilder answer(HttpStatus status) {
    return ResponseEntity.status(status)
        .header(IsthmusHeaders.REVISION, Long.toString(intent.snapshot().revision()))
        // The answer to a POST holds a secret.
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
