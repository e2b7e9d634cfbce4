package io.isthmus.pki;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ECPoint;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;

/** Keys on the curve that all certificates here use (NIST P-256). */
final class P256 {
  static final String SIGNATURE = "SHA256withECDSA";
  private static final ASN1ObjectIdentifier CURVE = SECObjectIdentifiers.secp256r1;
  private static final X9ECParameters PARAMETERS = CustomNamedCurves.getByOID(CURVE);

  private P256() {}

  static KeyPair generate() {
    return Crypto.always(() -> {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    });
  }

  /**
   * @throws GeneralSecurityException when it is not a point on the curve, named as such
   */
  static ECPublicKey publicKey(SubjectPublicKeyInfo info) throws GeneralSecurityException {
    AlgorithmIdentifier algorithm = info.getAlgorithm();
    if (!algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
        || !CURVE.equals(algorithm.getParameters())) {
      throw new GeneralSecurityException("the key is not an EC key on P-256");
    }
    try {
      // Refuses what is not on the curve, and the point at infinity.
      boolean valid =
          new X9ECPoint(PARAMETERS.getCurve(), info.getPublicKeyData().getOctets())
              .getPoint()
              .isValid();
      if (!valid || info.getPublicKeyData().getOctets().length < 2) {
        throw new GeneralSecurityException("the key is no point on P-256");
      }
      return (ECPublicKey)
          KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(info.getEncoded()));
    } catch (java.io.IOException | IllegalArgumentException e) {
      throw new GeneralSecurityException("the key is no point on P-256", e);
    }
  }

  static PrivateKey privateKey(byte[] pkcs8) {
    return Crypto.always(
        () -> KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
  }
}
