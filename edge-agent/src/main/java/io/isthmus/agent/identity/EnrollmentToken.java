package io.isthmus.agent.identity;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What an operator hands to a new edge: {@code ise1_} and the base64url of its id (16 bytes), its
 * secret (32) and the SHA-256 of a root certificate that the controller's own leads to (32). Only
 * {@link #text} tells the secret.
 */
public final class EnrollmentToken {

  private static final String PREFIX = "ise1_";
  private static final int ID_BYTES = 16;
  private static final int SECRET_BYTES = 32;
  private static final int FINGERPRINT_BYTES = 32;

  private final String text;
  private final byte[] bytes;

  private EnrollmentToken(String text, byte[] bytes) {
    this.text = text;
    this.bytes = bytes;
  }

  /** Messages of what it throws tell nothing of the text, which may hold most of a secret. */
  public static EnrollmentToken parse(String text) {
    String stripped = text.strip();
    if (!stripped.startsWith(PREFIX)) {
      throw new IllegalArgumentException(
          "the enrolment token does not begin with " + PREFIX + ": copy it whole");
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(stripped.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the enrolment token has characters that none has: copy it whole");
    }
    int expected = ID_BYTES + SECRET_BYTES + FINGERPRINT_BYTES;
    if (bytes.length != expected) {
      throw new IllegalArgumentException(
          "the enrolment token has "
              + bytes.length
              + " bytes and not "
              + expected
              + ": copy it whole");
    }
    return new EnrollmentToken(stripped, bytes);
  }

  /** Public: what the controller's lists and its audit log call the token. */
  public String id() {
    return HexFormat.of().formatHex(bytes, 0, ID_BYTES);
  }

  byte[] rootFingerprint() {
    return Arrays.copyOfRange(bytes, ID_BYTES + SECRET_BYTES, bytes.length);
  }

  /** The whole of it, for the controller and nobody else. */
  String text() {
    return text;
  }

  @Override
  public String toString() {
    return "enrolment token " + id();
  }
}
