package io.isthmus.domain.admission;

/**
 * Why an edge is not let in; stable codes, also the reasons in the audit log. Each has its namesake
 * in the contract with the edges.
 */
public enum Refusal {
  TOKEN_MALFORMED,
  /** There is none, or its secret is another. */
  TOKEN_UNKNOWN,
  TOKEN_EXPIRED,
  /** Its uses were taken by other keys. */
  TOKEN_USED_UP,
  TOKEN_WITHDRAWN,
  /** The token is for a site, and the request names no edge. */
  EDGE_MISSING,
  /** The token, or the certificate, is for another edge. */
  EDGE_MISMATCH,
  /** The intent has no such edge, or not at the token's site. */
  EDGE_UNKNOWN,
  /** The certificate request is malformed, wrongly signed, or for a key of another kind. */
  REQUEST_INVALID,
  /** The request is for another key than the certificate that is to prove who asks. */
  KEY_MISMATCH,
  /** An operator rejected this key, or nobody decided in time. */
  REJECTED,
  IDENTITY_REVOKED,
  IDENTITY_SUPERSEDED,
  /** The ledger of identities does not know the certificate. */
  IDENTITY_UNKNOWN,
  /** The certificate that was to prove who asks cannot be read, or was not issued here. */
  CERTIFICATE_FOREIGN,
  CERTIFICATE_EXPIRED,
  /** An enrolment that is over was presented again. */
  REPLAYED,
  /** A token of a site does not supersede an identity that is in force. */
  ALREADY_ENROLLED,
  /** More enrolments of the tenant wait for approval than are kept. */
  TOO_MANY_PENDING
}
