package io.isthmus.domain.net;

/** VXLAN network identifier (RFC 7348): 24 bits, 0 is not used. */
public record Vni(int value) {
  public static final int HIGHEST = 16_777_215;

  public Vni {
    if (value < 1 || value > HIGHEST) {
      throw new InvalidValue(
          "VNI_OUT_OF_RANGE", "vni %d is outside 1-%d".formatted(value, HIGHEST));
    }
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
