package io.isthmus.domain.topology;

import io.isthmus.domain.net.InvalidValue;
import java.util.Base64;

/**
 * A public key on Curve25519 (RFC 7748) as WireGuard uses it.
 *
 * @param base64 32 bytes, as {@code wg} writes them
 */
public record PublicKey(String base64) {
  public static final int BYTES = 32;

  public PublicKey {
    byte[] bytes = decoded(base64);
    if (bytes.length != BYTES || !Base64.getEncoder().encodeToString(bytes).equals(base64)) {
      throw invalid();
    }
  }

  /**
   * @throws InvalidValue with code INVALID_PUBLIC_KEY unless there are 32 bytes
   */
  public static PublicKey of(byte[] bytes) {
    return new PublicKey(Base64.getEncoder().encodeToString(bytes));
  }

  public byte[] bytes() {
    return decoded(base64);
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  private static InvalidValue invalid() {
    return new InvalidValue("INVALID_PUBLIC_KEY", "a public key is 32 bytes, in base64");
  }

  @Override
  public String toString() {
    return base64;
  }
}
