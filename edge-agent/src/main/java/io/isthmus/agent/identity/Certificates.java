package io.isthmus.agent.identity;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reading certificates and following them to a root, by the JDK's own PKIX (RFC 5280). */
final class Certificates {

  static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  /** Chains and bundles are short; what is longer is an attack or a mistake. */
  private static final int MAX_CERTIFICATES = 16;

  private Certificates() {}

  static List<X509Certificate> parse(Collection<byte[]> encoded) throws CertificateException {
    if (encoded.isEmpty() || encoded.size() > MAX_CERTIFICATES) {
      throw new CertificateException(
          encoded.size() + " certificates where 1–" + MAX_CERTIFICATES + " are expected");
    }
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>();
    for (byte[] one : encoded) {
      certificates.add(
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(one)));
    }
    return List.copyOf(certificates);
  }

  static byte[] fingerprint(X509Certificate certificate) throws CertificateException {
    return sha256(certificate.getEncoded());
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** The root that the chain's first certificate leads to. */
  static X509Certificate follow(
      List<X509Certificate> chain, Collection<X509Certificate> roots, Instant at)
      throws CertificateException {
    try {
      X509CertSelector first = new X509CertSelector();
      first.setCertificate(chain.getFirst());
      Set<TrustAnchor> anchors =
          roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet());
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, first);
      // Lives are short and the controller closes the streams of what it distrusts: no lists.
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(at));
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
      PKIXCertPathBuilderResult result =
          (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
      X509Certificate root = result.getTrustAnchor().getTrustedCert();
      root.checkValidity(Date.from(at));
      return root;
    } catch (CertPathBuilderException e) {
      throw new CertificateException(
          "it does not lead to any of the " + roots.size() + " trusted roots", e);
    } catch (CertificateException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Without the extension a certificate would be good for everything, so that it has to be. */
  static void requireUse(X509Certificate certificate, String use, String name)
      throws CertificateException {
    List<String> uses = certificate.getExtendedKeyUsage();
    if (uses == null || !uses.contains(use)) {
      throw new CertificateException(
          "it is not for " + name + " (extended key usage " + uses + ")");
    }
    if (certificate.getBasicConstraints() >= 0) {
      throw new CertificateException("it is an authority's and not a holder's");
    }
  }
}
