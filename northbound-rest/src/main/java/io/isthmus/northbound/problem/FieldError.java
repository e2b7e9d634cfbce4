package io.isthmus.northbound.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One thing that is wrong with a request, where it is, and how to mend it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "One thing that is wrong with a request.")
public record FieldError(
    @Schema(
            description =
                "Where in the request body, as a JSON pointer (RFC 6901). Empty for the body as a"
                    + " whole; absent when it is not in the body.",
            example = "/overlays/3/edges/1")
        @Nullable String field,
    @Schema(
            description = "The path variable, query parameter or header at fault.",
            example = "cursor")
        @Nullable String parameter,
    @Schema(
            description = "The resource at fault, where it is another than the one in the body.",
            example = "edges/edge-nice")
        @Nullable String resource,
    @Schema(
            description = "Stable code of the rule that is broken.",
            example = "PREFIX_HAS_HOST_BITS")
        String code,
    @Schema(
            description = "The value at fault and the mend, for people.",
            example =
                "prefix 10.1.0.5/24 has host bits set: write 10.1.0.0/24, or 10.1.0.5/32 for the"
                    + " single address")
        String message) {

  /** An error in the request body. */
  public static FieldError at(String pointer, String code, String message) {
    return new FieldError(pointer, null, null, code, message);
  }

  /** An error in the path, the query or a header. */
  public static FieldError ofParameter(String parameter, String code, String message) {
    return new FieldError(null, parameter, null, code, message);
  }

  /** An error at a resource that the request only touches. */
  public static FieldError ofResource(String resource, String code, String message) {
    return new FieldError(null, null, resource, code, message);
  }
}
