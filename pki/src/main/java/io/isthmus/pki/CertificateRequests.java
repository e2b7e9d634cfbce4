package io.isthmus.pki;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.trust.CertificateIssuer;
import io.isthmus.domain.trust.Der;
import io.isthmus.domain.trust.Fingerprint;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPublicKey;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/**
 * Reads requests (PKCS#10, RFC 2986). They come from who has proved nothing yet: only the key is
 * taken from them, the name is the controller's to give.
 */
final class CertificateRequests {
  /** One for P-256 has about 300 bytes. */
  static final int LARGEST = 4_096;

  private static final String INVALID = "REQUEST_INVALID";

  private static final Set<ASN1ObjectIdentifier> SIGNATURES =
      Set.of(
          X9ObjectIdentifiers.ecdsa_with_SHA256,
          X9ObjectIdentifiers.ecdsa_with_SHA384,
          X9ObjectIdentifiers.ecdsa_with_SHA512);

  private CertificateRequests() {}

  /**
   * @throws InvalidValue with code REQUEST_INVALID and what is wrong
   */
  static CertificateIssuer.Request read(Der der) {
    PKCS10CertificationRequest request = parse(der.bytes());
    ECPublicKey key = key(request);
    check(request, key);
    return new CertificateIssuer.Request(der, Fingerprint.of(key.getEncoded()));
  }

  /** Of a request that was read before. */
  static ECPublicKey key(Der der) {
    return key(parse(der.bytes()));
  }

  private static PKCS10CertificationRequest parse(byte[] bytes) {
    if (bytes.length == 0 || bytes.length > LARGEST) {
      throw malformed("has %d bytes, and 1-%d are taken".formatted(bytes.length, LARGEST));
    }
    try {
      // Refuses bytes that follow.
      ASN1Primitive structure = ASN1Primitive.fromByteArray(bytes);
      return new PKCS10CertificationRequest(CertificationRequest.getInstance(structure));
    } catch (IOException | RuntimeException e) {
      // The parser answers some garbage with exceptions of other kinds.
      throw malformed("is no PKCS#10 in DER");
    }
  }

  private static ECPublicKey key(PKCS10CertificationRequest request) {
    try {
      return P256.publicKey(request.getSubjectPublicKeyInfo());
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new InvalidValue(
          INVALID,
          "the certificate request is not for an EC key on P-256: make one, and a request for it");
    }
  }

  private static void check(PKCS10CertificationRequest request, ECPublicKey key) {
    if (!SIGNATURES.contains(request.getSignatureAlgorithm().getAlgorithm())) {
      throw wrongSignature("is not signed by ECDSA with SHA-2");
    }
    if (!isSignedBy(request, key)) {
      throw wrongSignature("is not signed by the key that it is for");
    }
  }

  private static boolean isSignedBy(PKCS10CertificationRequest request, ECPublicKey key) {
    try {
      return request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key));
    } catch (OperatorCreationException | PKCSException | RuntimeException e) {
      // Such as one whose bits are no whole number of bytes.
      return false;
    }
  }

  private static InvalidValue malformed(String how) {
    return new InvalidValue(
        INVALID, "the certificate request %s: send a PKCS#10 in DER".formatted(how));
  }

  private static InvalidValue wrongSignature(String how) {
    return new InvalidValue(
        INVALID,
        "the certificate request %s: sign it by ECDSA with SHA-256, with its own key"
            .formatted(how));
  }
}
