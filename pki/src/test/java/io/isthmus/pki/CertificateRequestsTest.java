package io.isthmus.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.trust.CertificateIssuer;
import io.isthmus.domain.trust.Der;
import io.isthmus.domain.trust.Fingerprint;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateRequestsTest {
  private final KeyPair key = P256.generate();

  @Test
  void keyIsTaken() {
    CertificateIssuer.Request request =
        CertificateRequests.read(TestRequests.of(key, "CN=anything"));

    assertThat(request.key()).isEqualTo(Fingerprint.of(key.getPublic().getEncoded()));
  }

  @ParameterizedTest
  @CsvSource({"EC, secp384r1, SHA256withECDSA", "EC, secp521r1, SHA512withECDSA"})
  void otherCurvesAreRefused(String algorithm, String curve, String signature) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(new ECGenParameterSpec(curve));

    assertRefused(
        TestRequests.signed(generator.generateKeyPair(), "CN=x", signature), "EC key on P-256");
  }

  @Test
  void otherKindsOfKeysAreRefused() throws Exception {
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2_048);

    assertRefused(
        TestRequests.signed(rsa.generateKeyPair(), "CN=x", "SHA256withRSA"), "EC key on P-256");
    assertRefused(
        TestRequests.signed(
            KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), "CN=x", "Ed25519"),
        "EC key on P-256");
  }

  @Test
  void requestForAnothersKeyIsRefused() {
    KeyPair other = P256.generate();

    assertRefused(
        TestRequests.signed(
            new KeyPair(other.getPublic(), key.getPrivate()), "CN=x", "SHA256withECDSA"),
        "not signed by the key");
  }

  @Test
  void weakSignatureIsRefused() {
    assertRefused(TestRequests.signed(key, "CN=x", "SHA1withECDSA"), "SHA-2");
  }

  @Test
  void tooMuchAndTooLittleIsRefused() {
    byte[] good = TestRequests.of(key, "CN=x").bytes();

    assertRefused(Der.of(new byte[0]), "bytes");
    assertRefused(Der.of(new byte[CertificateRequests.LARGEST + 1]), "bytes");
    assertRefused(Der.of(Arrays.copyOf(good, good.length + 1)), "DER");
    assertRefused(Der.of(Arrays.copyOf(good, good.length - 1)), "DER");
  }

  @Test
  void garbageIsRefusedAndNeverBreaksTheReader() {
    byte[] good = TestRequests.of(key, "CN=x").bytes();
    Random random = new Random(4);
    for (int round = 0; round < 2_000; round++) {
      byte[] bad = good.clone();
      for (int i = 0; i <= random.nextInt(4); i++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      try {
        CertificateRequests.read(Der.of(bad));
        assertThat(bad).as("round %d", round).isEqualTo(good);
      } catch (InvalidValue e) {
        assertThat(e.code()).isEqualTo("REQUEST_INVALID");
      }
    }
  }

  private static void assertRefused(Der request, String why) {
    assertThatThrownBy(() -> CertificateRequests.read(request))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining(why)
        .extracting(e -> ((InvalidValue) e).code())
        .isEqualTo("REQUEST_INVALID");
  }
}
