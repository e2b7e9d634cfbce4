package io.isthmus.domain.intent;

/**
 * The last number of each kind that was handed out. Numbers are handed out in a circle, so that one
 * that was freed is not soon another's while a slow edge may still use it.
 */
public record Cursors(int edge, int vni, int trafficClass) {
  public static final Cursors START = new Cursors(0, 4_095, 0);
}
