package io.isthmus.agent.wireguard;

import java.util.Base64;

/** A Curve25519 public key, as {@code wg} writes it. */
public record PublicKey(String base64) {

  public static final int BYTES = 32;

  public static PublicKey of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "a public key has " + BYTES + " bytes, not " + bytes.length);
    }
    return new PublicKey(Base64.getEncoder().encodeToString(bytes));
  }

  public byte[] bytes() {
    return Base64.getDecoder().decode(base64);
  }

  @Override
  public String toString() {
    return base64;
  }
}
