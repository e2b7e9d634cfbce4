package io.isthmus.northbound.resource;

import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.net.Name;
import io.isthmus.northbound.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** Says that what a URL names does not exist. */
public final class Missing {
  private Missing() {}

  public static ProblemException resource(Kind kind, Name name) {
    return of("%s %s".formatted(kind.words(), name));
  }

  /**
   * @param what the kind of thing and its name
   */
  public static ProblemException of(String what) {
    return ProblemException.of(
        HttpStatus.NOT_FOUND,
        "NOT_FOUND",
        "%s does not exist: check the name, or create it first".formatted(what));
  }
}
