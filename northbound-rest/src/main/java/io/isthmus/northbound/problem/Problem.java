package io.isthmus.northbound.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Problem details (RFC 9457). */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Problem details (RFC 9457) with a stable code and the place of every error.")
public record Problem(
    @Schema(
            description = "Names the kind of problem; the code in lower case.",
            example = "urn:isthmus:problem:vni-taken")
        String type,
    @Schema(description = "The meaning of the status, for people.", example = "Conflict")
        String title,
    @Schema(description = "The HTTP status.", example = "409") int status,
    @Schema(
            description =
                "Stable code for programs: that of the errors when they share one, otherwise"
                    + " SEVERAL.",
            example = "VNI_TAKEN")
        String code,
    @Schema(
            description = "What is wrong and how to mend it, for people.",
            example =
                "vni 5000 is taken by another overlay: choose another, or leave vni out to have"
                    + " one allocated")
        String detail,
    @Schema(
            description = "Names this occurrence, where the controller's log says more about it.",
            example = "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e")
        @Nullable String instance,
    @Schema(description = "Every error that was found, at most 100.") List<FieldError> errors) {
  public Problem {
    errors = List.copyOf(errors);
  }

  static Problem of(HttpStatus status, String code, String detail, List<FieldError> errors) {
    String type = "urn:isthmus:problem:" + code.toLowerCase(Locale.ROOT).replace('_', '-');
    return new Problem(type, status.getReasonPhrase(), status.value(), code, detail, null, errors);
  }

  Problem occurrence(String name) {
    return new Problem(type, title, status, code, detail, name, errors);
  }
}
