package io.isthmus.northbound.enrollment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.trust.EnrollmentRequest;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A request to join as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "EnrollmentRequest", description = "An edge that asks to join with a key.")
public record EnrollmentRequestView(
    @Schema(description = "Id of the request.", example = "7c9e6679-7425-40de-944b-e07fc1f90ae7")
        String id,
    @Schema(description = "The edge that the device wants to be.", example = "edge-nice")
        String edge,
    @Schema(
            description =
                "SHA-256 of the device's public key, hexadecimal: compare it with what the device"
                    + " shows before you approve.")
        String keyFingerprint,
    @Schema(description = "Id of the enrolment token that it showed.") String token,
    @Schema(description = "Address that it came from.", example = "198.51.100.7") String from,
    @Schema(description = "Version of its agent, as it says.", example = "0.1.0")
        String agentVersion,
    @Schema(description = "When it first asked, UTC.") Instant requestedAt,
    @Schema(
            description =
                "PENDING: waits for an operator. APPROVED: the edge may fetch its certificate."
                    + " REJECTED: an operator said no. ISSUED: it has a certificate. LAPSED:"
                    + " nobody decided in time.")
        EnrollmentRequest.State state,
    @Schema(description = "Name of who decided; absent while nobody has.")
        @Nullable String decidedBy,
    @Schema(description = "When, UTC.") @Nullable Instant decidedAt) {

  static EnrollmentRequestView of(EnrollmentRequest request) {
    return new EnrollmentRequestView(
        request.id().toString(),
        request.edge().edge().value(),
        request.key().hex(),
        request.token().toString(),
        request.from(),
        request.agentVersion(),
        request.requestedAt(),
        request.state(),
        request.decidedBy().orElse(null),
        request.decidedAt().orElse(null));
  }
}
