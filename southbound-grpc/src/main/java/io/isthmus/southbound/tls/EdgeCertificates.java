package io.isthmus.southbound.tls;

import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.ControllerIdentity;
import io.isthmus.domain.trust.Fingerprint;
import io.isthmus.domain.trust.TrustDomain;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges the certificates that clients show: a chain to a trusted root, in force by the clock, for
 * clients, and with the name of one edge. The name is a URI, so no host name has a part in it. Safe
 * for any thread.
 */
public final class EdgeCertificates {
  /** An edge's own, and a crossing for each of the last roots. */
  private static final int LONGEST_CHAIN = 6;

  private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
  private static final int URI = 6;

  private final TrustDomain domain;
  private final ControllerIdentity identity;
  private final Clock clock;

  public EdgeCertificates(TrustDomain domain, ControllerIdentity identity, Clock clock) {
    this.domain = domain;
    this.identity = identity;
    this.clock = clock;
  }

  /**
   * @param chain the client's own first
   * @throws CertificateRefused with the first thing that is wrong
   */
  public EdgeCertificate judge(List<X509Certificate> chain) throws CertificateRefused {
    X509Certificate certificate = chain.getFirst();
    requireTrusted(chain);
    requireInForce(certificate);
    requireForClients(certificate);
    return read(certificate);
  }

  /**
   * What a certificate of this controller's own making says.
   *
   * @param der as it was issued
   */
  public EdgeCertificate readIssued(byte[] der) {
    try {
      return read(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der)));
    } catch (CertificateException e) {
      throw new IllegalStateException("a certificate that was just issued is none", e);
    }
  }

  /** Without regard to dates, which have a reason of their own. */
  private void requireTrusted(List<X509Certificate> chain) throws CertificateRefused {
    X509Certificate certificate = chain.getFirst();
    if (chain.size() > LONGEST_CHAIN) {
      throw new CertificateRefused(
          HandshakeRefusal.CERTIFICATE_UNTRUSTED,
          "a chain of %d certificates is longer than %d".formatted(chain.size(), LONGEST_CHAIN));
    }
    Set<TrustAnchor> anchors =
        identity.material().trusted().stream()
            .map(root -> new TrustAnchor(root, null))
            .collect(Collectors.toSet());
    try {
      X509CertSelector target = new X509CertSelector();
      target.setCertificate(certificate);
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(within(certificate)));
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
      CertPathBuilder.getInstance("PKIX").build(parameters);
    } catch (GeneralSecurityException e) {
      throw untrusted(certificate);
    }
  }

  /** Now, where the certificate is in force; otherwise its last moment or its first. */
  private Instant within(X509Certificate certificate) {
    Instant now = clock.instant();
    Instant last = certificate.getNotAfter().toInstant();
    Instant first = certificate.getNotBefore().toInstant();
    if (now.isAfter(last)) {
      return last;
    }
    return now.isBefore(first) ? first : now;
  }

  private static CertificateRefused untrusted(X509Certificate certificate) {
    boolean own =
        certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
    return own
        ? new CertificateRefused(
            HandshakeRefusal.CERTIFICATE_SELF_SIGNED, "the certificate is signed by itself")
        : new CertificateRefused(
            HandshakeRefusal.CERTIFICATE_UNTRUSTED,
            "no root of this controller stands behind the certificate");
  }

  private void requireInForce(X509Certificate certificate) throws CertificateRefused {
    Instant now = clock.instant();
    if (now.isAfter(certificate.getNotAfter().toInstant())) {
      throw new CertificateRefused(
          HandshakeRefusal.CERTIFICATE_EXPIRED,
          "the certificate ran out at %s".formatted(certificate.getNotAfter().toInstant()));
    }
    if (now.isBefore(certificate.getNotBefore().toInstant())) {
      throw new CertificateRefused(
          HandshakeRefusal.CERTIFICATE_NOT_YET_VALID,
          "the certificate holds from %s".formatted(certificate.getNotBefore().toInstant()));
    }
  }

  private static void requireForClients(X509Certificate certificate) throws CertificateRefused {
    try {
      List<String> usages = certificate.getExtendedKeyUsage();
      if (usages != null && usages.contains(CLIENT_AUTHENTICATION)) {
        return;
      }
    } catch (CertificateException e) {
      // As if it had none.
    }
    throw new CertificateRefused(
        HandshakeRefusal.CERTIFICATE_WRONG_USAGE, "the certificate is not one for clients");
  }

  private EdgeCertificate read(X509Certificate certificate) throws CertificateRefused {
    return new EdgeCertificate(
        edge(certificate),
        certificate.getSerialNumber(),
        Fingerprint.of(certificate.getPublicKey().getEncoded()),
        certificate.getNotAfter().toInstant(),
        certificate.getIssuerX500Principal());
  }

  /** Exactly one name, as SPIFFE demands. */
  private EdgeKey edge(X509Certificate certificate) throws CertificateRefused {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names != null && names.size() == 1) {
        List<?> name = names.iterator().next();
        if (Integer.valueOf(URI).equals(name.getFirst())) {
          return domain
              .findEdge(String.valueOf(name.get(1)))
              .orElseThrow(EdgeCertificates::wrongName);
        }
      }
    } catch (CertificateRefused e) {
      throw e;
    } catch (CertificateException e) {
      // As if it had none.
    }
    throw wrongName();
  }

  private static CertificateRefused wrongName() {
    return new CertificateRefused(
        HandshakeRefusal.CERTIFICATE_WRONG_NAME,
        "the certificate names no edge of this trust domain");
  }
}
