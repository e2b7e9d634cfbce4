package io.isthmus.northbound.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.trust.ApiToken;
import io.isthmus.domain.trust.ApiTokens;
import io.isthmus.domain.trust.Grant;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An API token as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "ApiToken", description = "What lets a program or a person use this API.")
public record ApiTokenView(
    @Schema(
            description = "Id of the token; no secret.",
            example = "0f8fad5b-d9cb-469f-a165-70867728950e")
        String id,
    @Schema(description = "For people; not unique.", example = "orchestrator") String name,
    @Schema(
            description = "What its holder may do, as TENANT:ROLE; * stands for all tenants.",
            example = "[\"default:orchestrator\"]")
        List<String> grants,
    @Schema(description = "Name of who made it.", example = "admin") String createdBy,
    @Schema(description = "When it was made, UTC.") Instant createdAt,
    @Schema(description = "When it ends, UTC; absent when it does not.")
        @Nullable Instant expiresAt,
    @Schema(description = "When it was revoked, UTC; absent when it was not.")
        @Nullable Instant revokedAt,
    @Schema(description = "When it was last used, UTC, to the minute or so; absent when never.")
        @Nullable Instant lastUsedAt,
    @Schema(
            description =
                "The token itself, to be sent as Authorization: Bearer …; only in the answer to"
                    + " its making. The controller keeps its hash alone.")
        @Nullable String token) {

  static ApiTokenView of(ApiToken token) {
    return of(token, null);
  }

  static ApiTokenView of(ApiTokens.Created created) {
    return of(created.token(), created.secret());
  }

  private static ApiTokenView of(ApiToken token, @Nullable String secret) {
    return new ApiTokenView(
        token.id().toString(),
        token.name(),
        token.grants().stream().map(Grant::toString).toList(),
        token.createdBy(),
        token.createdAt(),
        token.expiresAt().orElse(null),
        token.revokedAt().orElse(null),
        token.lastUsedAt().orElse(null),
        secret);
  }

  /** The secret is not for logs. */
  @Override
  public String toString() {
    return "ApiTokenView[%s]".formatted(id);
  }
}
