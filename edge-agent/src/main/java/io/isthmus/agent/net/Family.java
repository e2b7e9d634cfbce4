package io.isthmus.agent.net;

/** An address family, with the numbers that Linux gives it. */
public enum Family {
  IPV4(2, 32),
  IPV6(10, 128);

  private final int number;
  private final int bits;

  Family(int number, int bits) {
    this.number = number;
    this.bits = bits;
  }

  /** {@code AF_INET} or {@code AF_INET6}. */
  public int number() {
    return number;
  }

  /** Length of an address, bits. */
  public int bits() {
    return bits;
  }
}
