package io.isthmus.southbound.tls;

/** Why a connection was refused before it could say anything; stable codes of the audit log. */
public enum HandshakeRefusal {
  /** The client brings no TLS 1.3. */
  TLS_VERSION,
  /** What came was no TLS. */
  NOT_TLS,
  /** The client's certificate vouches for itself. */
  CERTIFICATE_SELF_SIGNED,
  /** No root that is trusted stands behind the client's certificate. */
  CERTIFICATE_UNTRUSTED,
  CERTIFICATE_EXPIRED,
  CERTIFICATE_NOT_YET_VALID,
  /** A trusted root's, but not for clients: the controller's own, for example. */
  CERTIFICATE_WRONG_USAGE,
  /** A trusted root's, but it names no edge of this trust domain. */
  CERTIFICATE_WRONG_NAME,
  /** The client gave up, and said why; often it does not trust the controller. */
  REFUSED_BY_CLIENT,
  /** Too many connections from one address within a second. */
  TOO_MANY_ATTEMPTS,
  /** Anything else. */
  HANDSHAKE_FAILED
}
