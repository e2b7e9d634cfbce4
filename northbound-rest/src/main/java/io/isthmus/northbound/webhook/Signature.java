package io.isthmus.northbound.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs messages (Standard Webhooks, symmetric scheme v1). */
final class Signature {
  private static final String ALGORITHM = "HmacSHA256";

  private Signature() {}

  /** The value of {@code webhook-signature}. */
  static String of(String secret, String id, Instant timestamp, String body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(Secret.key(secret), ALGORITHM));
      String signed = "%s.%d.%s".formatted(id, timestamp.getEpochSecond(), body);
      byte[] code = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(code);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", e);
    }
  }
}
