package io.isthmus.northbound.token;

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

/** {@code /api/v1/api-tokens}. */
@RestController
@Tag(name = "API tokens")
@RequestMapping(path = "/api/v1/api-tokens", produces = "application/json")
class GlobalTokenController {
  private final IntentService intent;
  private final TokenDesk desk;
  private final Clock clock;

  GlobalTokenController(IntentService intent, TokenDesk desk, Clock clock) {
    this.intent = intent;
    this.desk = desk;
    this.clock = clock;
  }

  @Operation(
      summary = "List all API tokens",
      description = "In order of creation, with those that have ended.")
  @Needs(value = Role.ADMIN, in = Needs.Where.ALL_TENANTS)
  @GetMapping
  ResponseEntity<Page<ApiTokenView>> listGlobalTokens(Paging paging) {
    return desk.page(Optional.empty(), paging).answer(paging, intent.snapshot().revision());
  }

  @Operation(summary = "Show an API token", description = "Never with its secret.")
  @Needs(value = Role.ADMIN, in = Needs.Where.ALL_TENANTS)
  @GetMapping("/{token}")
  ResponseEntity<ApiTokenView> getGlobalToken(@PathVariable UUID token) {
    return answer(HttpStatus.OK).body(ApiTokenView.of(desk.load(Optional.empty(), token)));
  }

  @Operation(
      summary = "Make an API token",
      description =
          "For one tenant, several, or all that there are and will be. The answer shows the secret, and nothing shows it again: a repetition makes another token.")
  @Needs(value = Role.ADMIN, in = Needs.Where.ALL_TENANTS)
  @PostMapping(consumes = "application/json")
  ResponseEntity<ApiTokenView> postGlobalToken(Document document) {
    ApiTokenView made = desk.create(ApiTokenRequest.ofAll(document, clock.instant()));
    return answer(HttpStatus.CREATED)
        .header(HttpHeaders.LOCATION, "/api/v1/api-tokens/" + made.id())
        .body(made);
  }

  @Operation(
      summary = "Revoke an API token",
      description =
          "For good, within a second on every replica; open event streams of it end. Idempotent.")
  @Needs(value = Role.ADMIN, in = Needs.Where.ALL_TENANTS)
  @DeleteMapping("/{token}")
  ResponseEntity<Void> deleteGlobalToken(@PathVariable UUID token) {
    desk.revoke(Optional.empty(), token);
    return answer(HttpStatus.NO_CONTENT).build();
  }

  private ResponseEntity.BodyBuilder answer(HttpStatus status) {
    return ResponseEntity.status(status)
        .header(IsthmusHeaders.REVISION, Long.toString(intent.snapshot().revision()))
        // The answer to a POST holds a secret.
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
