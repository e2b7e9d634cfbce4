package io.isthmus.northbound.change;

import io.isthmus.domain.intent.Declared;

/** A strong entity tag: it changes exactly when the resource does. */
public record EntityTag(String opaque) {

  /** A declared resource is tagged by the revision that gave it its value. */
  public static EntityTag of(Declared<?> declared) {
    return new EntityTag(Long.toString(declared.revision()));
  }

  /** As headers carry it. */
  public String quoted() {
    return '"' + opaque + '"';
  }
}
