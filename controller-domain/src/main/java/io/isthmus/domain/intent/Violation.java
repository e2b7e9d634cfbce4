package io.isthmus.domain.intent;

import io.isthmus.domain.net.Name;

/**
 * A rule that a change would break.
 *
 * @param field JSON pointer within the resource, empty for the resource as a whole
 * @param message carries the value and the mend
 */
public record Violation(Code code, Kind kind, Name resource, String field, String message) {
  /** Stable codes. */
  public enum Code {
    /** A reference names nothing. */
    UNKNOWN_REFERENCE,
    /** What is to be removed is referred to. */
    IN_USE,
    /** What is to be removed or ended does not exist. */
    NOT_FOUND,
    /** Two LAN segments of the tenant claim the same addresses. */
    PREFIX_OVERLAP,
    /** Two WAN links that reach each other have one address. */
    ADDRESS_TAKEN,
    /** A WAN link carries too little for what encryption adds. */
    MTU_TOO_SMALL,
    /** An overlay in clear over a link that roams. */
    ROAMING_NEEDS_ENCRYPTION,
    /** Two edges of an overlay that would both have to wait to hear from the other. */
    ROAMING_AT_BOTH_ENDS,
    /** Another overlay, of any tenant, has the VNI. */
    VNI_TAKEN,
    /** Two classes want to be the default. */
    DEFAULT_CLASS_TAKEN,
    /** A decision names an overlay outside the class's policy. */
    OVERLAY_NOT_IN_CLASS,
    /** A decision that no pair of edges could follow. */
    NO_PATH,
    /** More resources than a tenant may have. */
    TOO_MANY
  }
}
