package io.isthmus.northbound.authority;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.trust.CertificateAuthority;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A root of the certification authority as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Root", description = "A root certificate that edges trust, or have trusted.")
public record RootView(
    @Schema(description = "Which one, counted from 1.", example = "1") int generation,
    @Schema(description = "SHA-256 of the certificate, hexadecimal; enrolment tokens pin it.")
        String fingerprint,
    @Schema(description = "From when it is valid, UTC.") Instant validFrom,
    @Schema(description = "Until when, UTC.") Instant validUntil,
    @Schema(
            description =
                "ACTIVE: signs. OVERLAPPING: signs no more, and is trusted until retiresAt."
                    + " RETIRED: trusted no more.")
        CertificateAuthority.RootState state,
    @Schema(description = "When it is trusted no more, UTC; absent for the active one.")
        @Nullable Instant retiresAt) {

  static RootView of(CertificateAuthority.RootView root) {
    return new RootView(
        root.generation(),
        root.fingerprint().hex(),
        root.validFrom(),
        root.validUntil(),
        root.state(),
        root.retiresAt().orElse(null));
  }
}
