package io.isthmus.northbound.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.AuditEntry;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An entry of the audit log as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "AuditEntry", description = "Something that somebody did, or was refused.")
public record AuditEntryView(
    @Schema(description = "Place in the log; later entries have greater numbers.", example = "42")
        String id,
    @Schema(description = "When, UTC.") Instant time,
    @Schema(description = "The tenant; absent for what belongs to none.", example = "default")
        @Nullable String tenant,
    @Schema(description = "Who.") Who actor,
    @Schema(description = "What; a stable code.", example = "CREATE") String action,
    @Schema(description = "Path of the resource, within the tenant.", example = "overlays/on-1")
        String subject,
    @Schema(description = "Whether it came to be.") AuditEntry.Outcome outcome,
    @Schema(description = "Why; of a refusal a stable code.", example = "ROLE_MISSING")
        @Nullable String reason,
    @Schema(description = "The resource as it was, without secrets; absent where it was not.")
        @Nullable Map<String, Object> before,
    @Schema(description = "The resource as it is since, without secrets; absent where it is gone.")
        @Nullable Map<String, Object> after,
    @Schema(description = "Revision of the intent that this made; absent when none.", example = "7")
        @Nullable Long revision,
    @Schema(
            description =
                "How many times, up to time; more than 1 only for like refusals within a minute.",
            example = "1")
        long count) {

  /** Who did it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "AuditActor", description = "Who did something, or tried to.")
  public record Who(
      @Schema(
              description =
                  "USER: whom an identity provider vouches for. TOKEN: who holds an API token."
                      + " EDGE: by its certificate. SYSTEM: the controller of its own accord."
                      + " UNKNOWN: who has not shown who it is.")
          Actor.Kind kind,
      @Schema(description = "Name of the user, the token or the edge.", example = "orchestrator")
          String name,
      @Schema(description = "Id of the API token, where there was one.") @Nullable String token,
      @Schema(description = "Address that the request came from.", example = "192.0.2.9")
          @Nullable String remoteAddress) {}

  static AuditEntryView of(AuditEntry entry) {
    Actor actor = entry.actor();
    return new AuditEntryView(
        Long.toString(entry.sequence()),
        entry.time(),
        entry.tenant().map(Name::value).orElse(null),
        new Who(
            actor.kind(),
            actor.name(),
            actor.tokenId().map(UUID::toString).orElse(null),
            actor.remoteAddress().orElse(null)),
        entry.action(),
        entry.subject(),
        entry.outcome(),
        entry.reason().orElse(null),
        entry.before().orElse(null),
        entry.after().orElse(null),
        entry.revision().isPresent() ? entry.revision().getAsLong() : null,
        entry.count());
  }
}
