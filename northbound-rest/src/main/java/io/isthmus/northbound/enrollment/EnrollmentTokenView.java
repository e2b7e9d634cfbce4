package io.isthmus.northbound.enrollment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.trust.EnrollmentToken;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An enrolment token as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "EnrollmentToken", description = "What lets edges join.")
public record EnrollmentTokenView(
    @Schema(
            description = "Id of the token; no secret.",
            example = "0f8fad5b-d9cb-469f-a165-70867728950e")
        String id,
    @Schema(
            description = "The edge that it is for; absent when it is for a site.",
            example = "edge-nice")
        @Nullable String edge,
    @Schema(
            description = "The site whose edges it is for; absent when it is for an edge.",
            example = "edge-nice")
        @Nullable String site,
    @Schema(description = "Whether an operator has to agree to each use (NEEDED), or has (GIVEN).")
        EnrollmentToken.Approval approval,
    @Schema(description = "How many keys it lets in, in all.", example = "1") int uses,
    @Schema(
            description = "How many it has let in, those that wait for approval included.",
            example = "0")
        int used,
    @Schema(description = "Whether it lets in, and if not, why.") EnrollmentToken.State state,
    @Schema(description = "Name of who made it.", example = "admin") String createdBy,
    @Schema(description = "When it was made, UTC.") Instant createdAt,
    @Schema(description = "When it ends, UTC.") Instant expiresAt,
    @Schema(description = "When it was withdrawn, UTC; absent when it was not.")
        @Nullable Instant withdrawnAt,
    @Schema(description = "How to use it; only in the answer to its making.") @Nullable Join join) {

  /** What an edge needs. */
  @Schema(name = "EnrollmentJoin", description = "How an edge joins with the token.")
  public record Join(
      @Schema(
              description =
                  "The token itself: a secret. The controller keeps its hash alone. It names the"
                      + " certification authority that the edge is to trust.")
          String token,
      @Schema(description = "Where the edge dials in.", example = "controller.example:7443")
          String controller,
      @Schema(description = "What to paste into a root shell on the edge.") String command) {
    /** The secret is not for logs. */
    @Override
    public String toString() {
      return "Join[%s]".formatted(controller);
    }
  }

  static EnrollmentTokenView of(EnrollmentToken token, Instant now, @Nullable Join join) {
    return new EnrollmentTokenView(
        token.id().toString(),
        token.target() instanceof EnrollmentToken.Target.OneEdge(Name edge) ? edge.value() : null,
        token.target() instanceof EnrollmentToken.Target.AnyOfSite(Name site) ? site.value() : null,
        token.approval(),
        token.uses(),
        token.used(),
        token.state(now),
        token.createdBy(),
        token.createdAt(),
        token.expiresAt(),
        token.withdrawnAt().orElse(null),
        join);
  }
}
