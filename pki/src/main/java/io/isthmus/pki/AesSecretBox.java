package io.isthmus.pki;

import io.isthmus.domain.trust.SecretBox;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM with a random nonce for each text. Sealed, a secret reads {@code sealed.1.<key
 * id>.<base64url of nonce and ciphertext>}.
 */
final class AesSecretBox implements SecretBox {
  private static final String VERSION = "1";
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key;
  private final String begin;
  private final SecureRandom random = new SecureRandom();

  AesSecretBox(SecretKey key, String keyId) {
    this.key = key;
    this.begin = PREFIX + VERSION + "." + keyId + ".";
  }

  @Override
  public String seal(String purpose, byte[] secret) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] hidden =
        Crypto.always(() -> cipher(Cipher.ENCRYPT_MODE, purpose, nonce).doFinal(secret));
    byte[] both = Arrays.copyOf(nonce, NONCE + hidden.length);
    System.arraycopy(hidden, 0, both, NONCE, hidden.length);
    return begin + Base64.getUrlEncoder().withoutPadding().encodeToString(both);
  }

  @Override
  public byte[] open(String purpose, String sealed) {
    if (!sealed.startsWith(begin)) {
      throw new IllegalStateException(
          "what is stored as %s was not sealed by this master key".formatted(purpose));
    }
    try {
      byte[] both = Base64.getUrlDecoder().decode(sealed.substring(begin.length()));
      byte[] nonce = Arrays.copyOf(both, NONCE);
      return cipher(Cipher.DECRYPT_MODE, purpose, nonce)
          .doFinal(both, NONCE, Math.max(0, both.length - NONCE));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "what is stored as %s was changed, or belongs elsewhere".formatted(purpose), e);
    }
  }

  private Cipher cipher(int mode, String purpose, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD((begin + purpose).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
