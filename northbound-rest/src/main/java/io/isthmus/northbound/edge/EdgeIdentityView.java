package io.isthmus.northbound.edge;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.trust.EdgeIdentity;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The identity of an edge as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "EdgeIdentity", description = "That a device is this edge.")
public record EdgeIdentityView(
    @Schema(description = "Id of the identity.", example = "3f2504e0-4f89-41d3-9a0c-0305e82c3301")
        String id,
    @Schema(
            description =
                "ACTIVE: it counts. SUPERSEDED: the edge has joined anew. REVOKED: the edge is not"
                    + " trusted any more.")
        EdgeIdentity.State state,
    @Schema(description = "SHA-256 of the edge's public key, hexadecimal.") String keyFingerprint,
    @Schema(description = "Serial number of its newest certificate, hexadecimal.") String serial,
    @Schema(description = "When that certificate ends, UTC; the edge renews it long before.")
        Instant certificateExpiresAt,
    @Schema(description = "When the edge joined, UTC.") Instant enrolledAt,
    @Schema(description = "When the identity was superseded or revoked, UTC; absent otherwise.")
        @Nullable Instant endedAt,
    @Schema(description = "Why it was; absent otherwise.", example = "device stolen")
        @Nullable String reason) {

  static EdgeIdentityView of(EdgeIdentity identity) {
    return new EdgeIdentityView(
        identity.id().toString(),
        identity.state(),
        identity.key().hex(),
        identity.certificates().getFirst().serial().toString(16),
        identity.notAfter(),
        identity.enrolledAt(),
        identity.endedAt().orElse(null),
        identity.reason().orElse(null));
  }
}
