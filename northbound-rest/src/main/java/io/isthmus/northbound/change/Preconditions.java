package io.isthmus.northbound.change;

import io.isthmus.northbound.problem.FieldError;
import io.isthmus.northbound.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** What the client wants to be so, or to be left alone (RFC 9110, section 13). */
public final class Preconditions {
  private final Optional<TagList> ifMatch;
  private final Optional<TagList> ifNoneMatch;

  private Preconditions(Optional<TagList> ifMatch, Optional<TagList> ifNoneMatch) {
    this.ifMatch = ifMatch;
    this.ifNoneMatch = ifNoneMatch;
  }

  static Preconditions of(HttpServletRequest request) {
    return new Preconditions(
        TagList.parse(HttpHeaders.IF_MATCH, request.getHeaders(HttpHeaders.IF_MATCH)),
        TagList.parse(HttpHeaders.IF_NONE_MATCH, request.getHeaders(HttpHeaders.IF_NONE_MATCH)));
  }

  /**
   * For changes.
   *
   * @param present the resource's tag, empty when it does not exist
   * @throws ProblemException with 412 when a condition does not hold
   */
  public void require(Optional<EntityTag> present) {
    requireMatch(present);
    boolean unwanted =
        ifNoneMatch.isPresent() && present.map(ifNoneMatch.get()::containsWeak).orElse(false);
    if (unwanted) {
      throw failed(
          HttpHeaders.IF_NONE_MATCH,
          "the resource exists, its entity tag is %s: leave If-None-Match out to replace it"
              .formatted(present.map(EntityTag::quoted).orElse("")));
    }
  }

  /** For reads: whether the client has it already. */
  public boolean isUnmodified(EntityTag present) {
    requireMatch(Optional.of(present));
    return ifNoneMatch.map(tags -> tags.containsWeak(present)).orElse(false);
  }

  /** Whether there is a condition at all. */
  public boolean areGiven() {
    return ifMatch.isPresent() || ifNoneMatch.isPresent();
  }

  private void requireMatch(Optional<EntityTag> present) {
    if (ifMatch.isEmpty() || present.map(ifMatch.get()::containsStrong).orElse(false)) {
      return;
    }
    throw failed(
        HttpHeaders.IF_MATCH,
        present
            .map(tag ->
                "the resource has changed, its entity tag is %s now: get it again and repeat your change"
                    .formatted(tag.quoted()))
            .orElse("the resource does not exist: leave If-Match out to create it"));
  }

  private static ProblemException failed(String header, String message) {
    return ProblemException.of(
        HttpStatus.PRECONDITION_FAILED,
        List.of(FieldError.ofParameter(header, "PRECONDITION_FAILED", message)));
  }
}
