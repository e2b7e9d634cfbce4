package io.isthmus.domain.trust;

import io.isthmus.domain.net.InvalidValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A SHA-256: of a certificate, of a public key (its SubjectPublicKeyInfo, DER), or of a secret. */
public record Fingerprint(String hex) implements Comparable<Fingerprint> {
  /** Bytes. */
  public static final int LENGTH = 32;

  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  public Fingerprint {
    if (!HEX.matcher(hex).matches()) {
      throw new InvalidValue(
          "INVALID_FINGERPRINT",
          "a fingerprint is not 64 lower-case hexadecimal digits: give a SHA-256");
    }
  }

  /** The hash of these bytes. */
  public static Fingerprint of(byte[] data) {
    try {
      return ofHash(MessageDigest.getInstance("SHA-256").digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A hash that was computed elsewhere. */
  public static Fingerprint ofHash(byte[] hash) {
    return new Fingerprint(HexFormat.of().formatHex(hash));
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  /** In a time that does not tell where they differ. */
  public boolean sameAs(Fingerprint other) {
    return MessageDigest.isEqual(bytes(), other.bytes());
  }

  @Override
  public int compareTo(Fingerprint other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
