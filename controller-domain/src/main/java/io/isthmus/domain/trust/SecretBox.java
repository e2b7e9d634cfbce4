package io.isthmus.domain.trust;

/**
 * Encrypts what has to be read back, such as keys of webhooks and of roots, before it is stored.
 * Safe for any thread.
 */
public interface SecretBox {
  /** What every sealed text begins with; no secret in clear may. */
  String PREFIX = "sealed.";

  /**
   * Encrypts and authenticates.
   *
   * @param purpose what the secret is and whose, such as {@code webhook/default/orchestrator}: a
   *     sealed text that is moved to where another belongs does not open there
   */
  String seal(String purpose, byte[] secret);

  /**
   * @throws IllegalStateException when the text was not sealed for this purpose, by this
   *     controller's master key; the message holds no secret
   */
  byte[] open(String purpose, String sealed);

  static boolean isSealed(String text) {
    return text.startsWith(PREFIX);
  }
}
