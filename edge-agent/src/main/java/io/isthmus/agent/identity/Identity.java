package io.isthmus.agent.identity;

import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * What makes this device the edge that it is. Its text never holds the key.
 *
 * @param token id of the enrolment token that it was got with
 * @param key P-256; made on this device, it never leaves it
 * @param certificateRequest PKCS#10 for the key, kept so that renewing needs no library
 * @param chain the edge's own certificate first
 * @param trustBundle roots that a controller's certificate may lead to
 */
public record Identity(
    String tenant,
    String edge,
    int instance,
    List<ControllerAddress> controllers,
    String token,
    PrivateKey key,
    byte[] certificateRequest,
    List<X509Certificate> chain,
    List<X509Certificate> trustBundle) {

  public Identity {
    controllers = List.copyOf(controllers);
    chain = List.copyOf(chain);
    trustBundle = List.copyOf(trustBundle);
  }

  public X509Certificate certificate() {
    return chain.getFirst();
  }

  /** DER. */
  public byte[] encodedCertificate() {
    try {
      return certificate().getEncoded();
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  public SpiffeId spiffeId() {
    try {
      return SpiffeId.of(certificate());
    } catch (CertificateException e) {
      throw new IllegalStateException("an identity is never made of such a certificate", e);
    }
  }

  public Instant notBefore() {
    return certificate().getNotBefore().toInstant();
  }

  public Instant expiry() {
    return certificate().getNotAfter().toInstant();
  }

  /** Of the public key: stays through renewals and changes when the edge joins anew. */
  public String keyFingerprint() {
    return Certificates.hex(Certificates.sha256(certificate().getPublicKey().getEncoded()));
  }

  /** Of the root that the certificate leads to, as the enrolment token has it. */
  public String issuerFingerprint() {
    try {
      return Certificates.hex(
          Certificates.fingerprint(Certificates.follow(chain, trustBundle, notBefore())));
    } catch (CertificateException e) {
      return "none of the roots that are trusted now";
    }
  }

  public Identity certified(List<X509Certificate> newChain, List<X509Certificate> newBundle) {
    return new Identity(
        tenant, edge, instance, controllers, token, key, certificateRequest, newChain, newBundle);
  }

  public Identity trusting(List<X509Certificate> newBundle) {
    return certified(chain, newBundle);
  }

  public Identity reachedBy(List<ControllerAddress> newControllers) {
    return new Identity(
        tenant, edge, instance, newControllers, token, key, certificateRequest, chain, trustBundle);
  }

  @Override
  public String toString() {
    return spiffeId() + " until " + expiry();
  }
}
