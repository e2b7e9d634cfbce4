package io.isthmus.domain.fake;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.topology.EdgeProfile;
import io.isthmus.domain.topology.LinkKey;
import io.isthmus.domain.topology.PublicKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Public keys of the edges of {@link Samples}, each another. */
public final class Keys {
  private Keys() {}

  /** Of the link of that number at edge {@code e<edge>}. */
  public static LinkKey key(int edge, int link, int generation) {
    byte[] bytes =
        ByteBuffer.allocate(PublicKey.BYTES).putInt(edge).putInt(link).putInt(generation).array();
    return new LinkKey(link, generation, PublicKey.of(bytes), 51_820 + link);
  }

  /** Of both links of edge {@code e<edge>}. */
  public static List<LinkKey> keys(int edge, int... generations) {
    return Arrays.stream(generations)
        .boxed()
        .flatMap(generation -> List.of(key(edge, 1, generation), key(edge, 2, generation)).stream())
        .toList();
  }

  /** Edge {@code e<edge>} tells these keys. */
  public static Change told(Network network, int edge, int... generations) {
    EdgeProfile before = network.profile(Samples.name("e" + edge));
    return new Change.Learn(
        before.told(keys(edge, generations), EdgeProfile.DEFAULT_STAMP_PORT, Instant.EPOCH));
  }
}
