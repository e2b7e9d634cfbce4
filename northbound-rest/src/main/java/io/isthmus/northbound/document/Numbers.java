package io.isthmus.northbound.document;

/** How numbers are shown. */
public final class Numbers {
  private Numbers() {}

  /** Whole numbers are shown as such: 1000000, not 1.0E6. */
  public static Number plain(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole ? (Number) (long) value : (Number) value;
  }
}
