package io.isthmus.domain.fake;

import io.isthmus.domain.trust.SecretBox;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Hides from the eye and from nobody else; as strict about purposes as the real one. */
public final class FakeSecretBox implements SecretBox {
  @Override
  public String seal(String purpose, byte[] secret) {
    return begin(purpose) + Base64.getUrlEncoder().encodeToString(secret);
  }

  @Override
  public byte[] open(String purpose, String sealed) {
    if (!sealed.startsWith(begin(purpose))) {
      throw new IllegalStateException("sealed for another purpose than %s".formatted(purpose));
    }
    return Base64.getUrlDecoder().decode(sealed.substring(begin(purpose).length()));
  }

  private static String begin(String purpose) {
    return PREFIX
        + "fake."
        + Base64.getUrlEncoder().encodeToString(purpose.getBytes(StandardCharsets.UTF_8))
        + ".";
  }
}
