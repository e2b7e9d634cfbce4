package io.isthmus.pki;

import io.isthmus.domain.trust.Der;
import java.io.IOException;
import java.security.KeyPair;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Requests for certificates, as edges make them and as they should not. */
public final class TestRequests {
  private TestRequests() {}

  public static Der of(KeyPair key, String name) {
    return signed(key, name, P256.SIGNATURE);
  }

  static Der signed(KeyPair key, String name, String algorithm) {
    try {
      return Der.of(
          new JcaPKCS10CertificationRequestBuilder(new X500Name(name), key.getPublic())
              .build(new JcaContentSignerBuilder(algorithm).build(key.getPrivate()))
              .getEncoded());
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
