package io.isthmus.northbound.resource;

import io.isthmus.northbound.document.Errors;
import io.isthmus.northbound.document.Fields;
import java.util.Optional;

/** Fields that only the controller sets, and that come back when a client puts what it got. */
public final class ReadOnly {
  private ReadOnly() {}

  /** The given value must be the present one. */
  public static void require(
      String field, long given, Optional<Long> present, String pointer, Errors errors) {
    if (present.isPresent() && present.get() == given) {
      return;
    }
    String is = present.map(value -> "it is " + value).orElse("the resource does not exist yet");
    errors.invalid(
        Fields.child(pointer, field),
        "READ_ONLY",
        "%s %d cannot be set, %s: leave it out".formatted(field, given, is));
  }
}
