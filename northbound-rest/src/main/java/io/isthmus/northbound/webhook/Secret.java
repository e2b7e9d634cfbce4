package io.isthmus.northbound.webhook;

import io.isthmus.domain.net.InvalidValue;
import java.security.SecureRandom;
import java.util.Base64;

/** The key of a webhook's signatures, as Standard Webhooks writes it. */
final class Secret {
  private static final String PREFIX = "whsec_";
  private static final int SHORTEST = 24;
  private static final int LONGEST = 64;
  private static final int USUAL = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Secret() {}

  static String generate() {
    byte[] key = new byte[USUAL];
    RANDOM.nextBytes(key);
    return PREFIX + Base64.getEncoder().encodeToString(key);
  }

  /** The text itself, when it is a secret. The message does not repeat it. */
  static String parse(String text) {
    int length = text.startsWith(PREFIX) ? length(text.substring(PREFIX.length())) : -1;
    if (length < SHORTEST || length > LONGEST) {
      throw new InvalidValue(
          "INVALID_SECRET",
          "the secret is not whsec_ followed by base64 of %d-%d bytes: leave it out to have one made"
              .formatted(SHORTEST, LONGEST));
    }
    return text;
  }

  static byte[] key(String secret) {
    return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
  }

  private static int length(String base64) {
    try {
      return Base64.getDecoder().decode(base64).length;
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }
}
