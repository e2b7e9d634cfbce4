package io.isthmus.southbound.tls;

import java.security.cert.CertificateException;

/** A client's certificate is not one of an edge; says why, for the audit log. */
public final class CertificateRefused extends CertificateException {
  private static final long serialVersionUID = 1L;

  private final HandshakeRefusal reason;

  CertificateRefused(HandshakeRefusal reason, String message) {
    super(message);
    this.reason = reason;
  }

  public HandshakeRefusal reason() {
    return reason;
  }
}
