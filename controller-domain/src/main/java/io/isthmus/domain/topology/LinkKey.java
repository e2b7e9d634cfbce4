package io.isthmus.domain.topology;

import io.isthmus.domain.net.InvalidValue;
import java.util.Comparator;

/**
 * The public half of the key that an edge has made for one of its WAN links.
 *
 * @param link number of the WAN link, 1-255
 * @param generation 1-65535; a younger one has a higher number
 * @param listenPort UDP port that it is served on
 */
public record LinkKey(int link, int generation, PublicKey key, int listenPort)
    implements Comparable<LinkKey> {
  public static final int HIGHEST_GENERATION = 65_535;
  private static final int HIGHEST_LINK = 255;
  private static final int HIGHEST_PORT = 65_535;
  private static final Comparator<LinkKey> ORDER =
      Comparator.comparingInt(LinkKey::link).thenComparingInt(LinkKey::generation);

  public LinkKey {
    require("link number", link, HIGHEST_LINK);
    require("generation", generation, HIGHEST_GENERATION);
    require("listen port", listenPort, HIGHEST_PORT);
  }

  private static void require(String what, int value, int highest) {
    if (value < 1 || value > highest) {
      throw new InvalidValue(
          "KEY_OUT_OF_RANGE", "%s %d of a key is outside 1-%d".formatted(what, value, highest));
    }
  }

  /** By link and generation. */
  @Override
  public int compareTo(LinkKey other) {
    return ORDER.compare(this, other);
  }
}
