package io.isthmus.pki;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What every Java has, without its checked exceptions. */
final class Crypto {
  private Crypto() {}

  static byte[] hmacSha256(byte[] key, byte[] message) {
    return always(() -> {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    });
  }

  /** Something that cannot fail with the inputs that it has here. */
  interface Step<T> {
    T run() throws GeneralSecurityException;
  }

  static <T> T always(Step<T> step) {
    try {
      return step.run();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks what it must have", e);
    }
  }
}
