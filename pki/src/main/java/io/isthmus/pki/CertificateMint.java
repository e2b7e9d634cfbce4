package io.isthmus.pki;

import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.TrustDomain;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509ExtensionUtils;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes certificates (RFC 5280, with SPIFFE names as of the X.509-SVID document). Knows no state:
 * what goes in decides what comes out, but for serial numbers, which are random.
 */
final class CertificateMint {
  /** Clocks of edges may be behind by so much. */
  static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  static final Duration ROOT_LIFE = Duration.ofDays(3_650);

  private static final int SERIAL_BITS = 127;

  /**
   * A certificate that may sign others, and its key.
   *
   * @param certificate self-signed
   */
  record Signer(X509Certificate certificate, PrivateKey key) {}

  private final TrustDomain domain;
  private final SecureRandom random = new SecureRandom();

  CertificateMint(TrustDomain domain) {
    this.domain = domain;
  }

  /** A root for a new key. Its name is its own, so that no other root is taken for it. */
  X509Certificate root(KeyPair key, int generation, Instant now) {
    byte[] tail = new byte[4];
    random.nextBytes(tail);
    X500Name name =
        name(
            domain.value(),
            "Isthmus root %d %s".formatted(generation, HexFormat.of().formatHex(tail)));
    return authority(name, name, key.getPublic(), key.getPublic(), key.getPrivate(), now, end(now));
  }

  /** The same name and key as another root's, signed by an older root. */
  X509Certificate cross(X509Certificate root, Signer older, Instant now) {
    Instant end = earlier(older.certificate(), root.getNotAfter().toInstant());
    return authority(
        subject(older.certificate()),
        subject(root),
        root.getPublicKey(),
        older.certificate().getPublicKey(),
        older.key(),
        now,
        end);
  }

  X509Certificate edge(Signer issuer, PublicKey key, EdgeKey edge, Instant now, Duration life) {
    X500Name name = name(edge.tenant().value(), edge.edge().value());
    return leaf(issuer, key, name, domain.edge(edge), KeyPurposeId.id_kp_clientAuth, now, life);
  }

  X509Certificate server(Signer issuer, PublicKey key, Instant now, Duration life) {
    X500Name name = name(domain.value(), "controller");
    return leaf(issuer, key, name, domain.controller(), KeyPurposeId.id_kp_serverAuth, now, life);
  }

  /** A certificate that signs no other. */
  X509Certificate leaf(
      Signer issuer,
      PublicKey key,
      X500Name name,
      String uri,
      KeyPurposeId purpose,
      Instant now,
      Duration life) {
    Draft draft =
        new Draft(
            subject(issuer.certificate()),
            name,
            key,
            now,
            earlier(issuer.certificate(), now.plus(life)));
    draft.add(Extension.basicConstraints, Importance.CRITICAL, new BasicConstraints(false));
    draft.add(Extension.keyUsage, Importance.CRITICAL, new KeyUsage(KeyUsage.digitalSignature));
    draft.add(Extension.extendedKeyUsage, Importance.ORDINARY, new ExtendedKeyUsage(purpose));
    draft.add(
        Extension.subjectAlternativeName,
        Importance.ORDINARY,
        new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
    return draft.sign(issuer.certificate().getPublicKey(), issuer.key());
  }

  private X509Certificate authority(
      X500Name issuer,
      X500Name subject,
      PublicKey key,
      PublicKey signerKey,
      PrivateKey signer,
      Instant now,
      Instant end) {
    Draft draft = new Draft(issuer, subject, key, now, end);
    draft.add(Extension.basicConstraints, Importance.CRITICAL, new BasicConstraints(true));
    draft.add(
        Extension.keyUsage,
        Importance.CRITICAL,
        new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    return draft.sign(signerKey, signer);
  }

  private static Instant end(Instant now) {
    return now.plus(ROOT_LIFE);
  }

  /** No certificate outlives its issuer. */
  private static Instant earlier(X509Certificate issuer, Instant end) {
    Instant most = issuer.getNotAfter().toInstant();
    return end.isBefore(most) ? end : most;
  }

  static X500Name name(String organization, String commonName) {
    return new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.O, organization.substring(0, Math.min(64, organization.length())))
        .addRDN(BCStyle.CN, commonName)
        .build();
  }

  static X500Name subject(X509Certificate certificate) {
    return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
  }

  static X509Certificate parse(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private enum Importance {
    CRITICAL,
    ORDINARY
  }

  /** A certificate that is not signed yet. */
  private final class Draft {
    private final X509v3CertificateBuilder builder;
    private final SubjectPublicKeyInfo key;
    private final X509ExtensionUtils keyIds;

    Draft(X500Name issuer, X500Name subject, PublicKey key, Instant now, Instant end) {
      this.key = SubjectPublicKeyInfo.getInstance(key.getEncoded());
      this.keyIds = Crypto.always(JcaX509ExtensionUtils::new);
      this.builder =
          new X509v3CertificateBuilder(
              issuer,
              new BigInteger(SERIAL_BITS, random).setBit(0),
              Date.from(now.minus(CLOCK_SKEW).truncatedTo(ChronoUnit.SECONDS)),
              Date.from(end.truncatedTo(ChronoUnit.SECONDS)),
              subject,
              this.key);
    }

    void add(ASN1ObjectIdentifier extension, Importance importance, ASN1Encodable value) {
      try {
        builder.addExtension(extension, importance == Importance.CRITICAL, value);
      } catch (IOException e) {
        throw new IllegalStateException("an extension cannot be encoded", e);
      }
    }

    X509Certificate sign(PublicKey signerKey, PrivateKey signer) {
      add(
          Extension.subjectKeyIdentifier,
          Importance.ORDINARY,
          keyIds.createSubjectKeyIdentifier(key));
      add(
          Extension.authorityKeyIdentifier,
          Importance.ORDINARY,
          keyIds.createAuthorityKeyIdentifier(
              SubjectPublicKeyInfo.getInstance(signerKey.getEncoded())));
      try {
        return parse(
            builder.build(new JcaContentSignerBuilder(P256.SIGNATURE).build(signer)).getEncoded());
      } catch (OperatorCreationException | IOException | CertificateException e) {
        throw new IllegalStateException("a certificate cannot be signed", e);
      }
    }
  }
}
