package io.isthmus.agent.net;

import java.util.HexFormat;

/** A 48-bit link address in the low bits of a number. */
public record MacAddress(long bits) {

  private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

  public MacAddress {
    if (bits >>> 48 != 0) {
      throw new IllegalArgumentException("more than 48 bits: " + Long.toHexString(bits));
    }
  }

  public static MacAddress of(byte[] bytes) {
    long bits = 0;
    for (byte b : bytes) {
      bits = bits << 8 | (b & 0xff);
    }
    return new MacAddress(bits);
  }

  public byte[] bytes() {
    byte[] bytes = new byte[6];
    for (int i = 0; i < 6; i++) {
      bytes[i] = (byte) (bits >>> (40 - 8 * i));
    }
    return bytes;
  }

  @Override
  public String toString() {
    return COLONS.formatHex(bytes());
  }
}
