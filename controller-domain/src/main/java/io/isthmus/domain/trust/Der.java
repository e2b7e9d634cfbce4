package io.isthmus.domain.trust;

import java.util.Arrays;

/**
 * A certificate, or a request for one, encoded by DER. Immutable; what it says is the issuer's to
 * read.
 */
public final class Der {
  private final byte[] bytes;

  private Der(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Der of(byte[] bytes) {
    return new Der(bytes.clone());
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public Fingerprint fingerprint() {
    return Fingerprint.of(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Der der && Arrays.equals(bytes, der.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Der[%d bytes, SHA-256 %s]".formatted(bytes.length, fingerprint());
  }
}
