package io.isthmus.agent.identity;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * Keys on P-256 and requests for certificates. The one place that needs Bouncy Castle, which is
 * loaded when a request is made and so never by an agent that has joined.
 */
final class KeyPairs {

  private KeyPairs() {}

  static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** PKCS#10, DER. It names nobody: who the edge is, the token and the controller say. */
  static byte[] request(KeyPair pair) {
    try {
      X500Principal subject = new X500Principal("CN=edge");
      return new JcaPKCS10CertificationRequestBuilder(subject, pair.getPublic())
          .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
          .getEncoded();
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** SHA-256 of the public key that a certificate is asked for. */
  static String fingerprint(byte[] request) {
    try {
      return Certificates.hex(
          Certificates.sha256(
              new PKCS10CertificationRequest(request).getSubjectPublicKeyInfo().getEncoded()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) {
    try {
      byte[] sample = new byte[32];
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(privateKey);
      signature.update(sample);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(sample);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
