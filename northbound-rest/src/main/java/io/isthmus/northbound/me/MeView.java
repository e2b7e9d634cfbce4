package io.isthmus.northbound.me;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.Grant;
import io.isthmus.northbound.access.Caller;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The caller as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Me", description = "Whose credentials a request was made with.")
record MeView(
    @Schema(
            description = "Name of the API token, or what the issuer calls the user.",
            example = "orchestrator")
        String name,
    @Schema(
            description = "TOKEN: an API token of the controller. USER: a token of the issuer.",
            allowableValues = {"TOKEN", "USER"},
            example = "TOKEN")
        Actor.Kind kind,
    @Schema(description = "What the credentials are good for.") List<RoleView> roles,
    @Schema(description = "When they expire, UTC; absent: never.") @Nullable Instant expiresAt) {

  /** A role and where it holds. */
  @Schema(name = "GrantedRole", description = "A role and where it holds.")
  record RoleView(
      @Schema(description = "Name of the tenant, or * for all.", example = "default") String tenant,
      @Schema(
              description = "Each role includes those before it.",
              allowableValues = {"viewer", "orchestrator", "operator", "admin"},
              example = "operator")
          String role) {
    private static RoleView of(Grant grant) {
      return new RoleView(grant.tenant().map(Name::value).orElse("*"), grant.role().word());
    }
  }

  static MeView of(Caller caller) {
    return new MeView(
        caller.actor().name(),
        caller.actor().kind(),
        caller.grants().stream().map(RoleView::of).toList(),
        caller.expiresAt().orElse(null));
  }
}
