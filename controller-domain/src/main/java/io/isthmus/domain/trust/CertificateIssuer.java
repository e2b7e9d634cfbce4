package io.isthmus.domain.trust;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.topology.EdgeKey;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The certificate authority: built in, or elsewhere. Safe for any thread; may take seconds. */
public interface CertificateIssuer {
  /**
   * Reads a request (PKCS#10) and checks that it was signed by the key that it is for.
   *
   * @throws InvalidValue with code REQUEST_INVALID and a message that says what is wrong
   */
  Request read(Der request);

  /**
   * Reads a certificate that an edge was given once, expired or not.
   *
   * @throws InvalidValue with code CERTIFICATE_FOREIGN when it cannot be read or was not issued
   *     here to an edge
   */
  EdgeCertificate readIssued(Der certificate);

  /** Issues a certificate for the key of the request, in the name of the edge. */
  Issued issue(Request request, EdgeKey edge, Duration life);

  /** The roots that edges are to trust, the current one first. */
  List<Der> trustBundle();

  /** Of the root that new tokens pin: SHA-256 of its certificate. */
  Fingerprint currentRoot();

  /**
   * A request whose signature is right.
   *
   * @param key SHA-256 of its SubjectPublicKeyInfo
   */
  record Request(Der der, Fingerprint key) {}

  /** What a certificate of an edge says. */
  record EdgeCertificate(EdgeKey edge, BigInteger serial, Fingerprint key, Instant notAfter) {}

  /**
   * A new certificate.
   *
   * @param chain the edge's own certificate first, then what leads to a root
   */
  record Issued(List<Der> chain, BigInteger serial, Instant notAfter) {
    public Issued {
      chain = List.copyOf(chain);
    }
  }
}
