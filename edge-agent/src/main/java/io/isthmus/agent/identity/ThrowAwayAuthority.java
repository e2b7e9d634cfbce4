package io.isthmus.agent.identity;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority for one hour and one process, of a controller and of an edge that are not real. */
public final class ThrowAwayAuthority {

  private static final String DOMAIN = "rehearsal";
  private static final String NAME = "CN=rehearsal";

  private final KeyPair keys = KeyPairs.generate();
  private final KeyPair controller = KeyPairs.generate();
  private final X509Certificate root = certify(keys, "", KeyPurposeId.anyExtendedKeyUsage);

  public X509Certificate root() {
    return root;
  }

  public PrivateKey controllerKey() {
    return controller.getPrivate();
  }

  public List<X509Certificate> controllerChain() {
    return List.of(certify(controller, "/controller", KeyPurposeId.id_kp_serverAuth), root);
  }

  public Identity edge(List<ControllerAddress> controllers) {
    KeyPair pair = KeyPairs.generate();
    X509Certificate certificate =
        certify(pair, "/tenant/rehearsal/edge/rehearsal", KeyPurposeId.id_kp_clientAuth);
    return new Identity(
        "rehearsal",
        "rehearsal",
        0,
        controllers,
        "rehearsal",
        pair.getPrivate(),
        KeyPairs.request(pair),
        List.of(certificate, root),
        List.of(root));
  }

  /** Without a path it is the root itself. */
  private X509Certificate certify(KeyPair pair, String path, KeyPurposeId use) {
    try {
      Instant now = Instant.now();
      boolean isRoot = path.isEmpty();
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Principal(NAME),
              BigInteger.valueOf(System.nanoTime()),
              Date.from(now.minusSeconds(60)),
              Date.from(now.plus(Duration.ofHours(1))),
              new X500Principal(isRoot ? NAME : "CN=leaf"),
              pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isRoot));
      if (!isRoot) {
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(use));
        builder.addExtension(
            Extension.subjectAlternativeName,
            true,
            new GeneralNames(
                new GeneralName(
                    GeneralName.uniformResourceIdentifier, "spiffe://" + DOMAIN + path)));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
