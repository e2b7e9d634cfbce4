package io.isthmus.domain.plan;

import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.topology.LinkKey;
import java.nio.ByteBuffer;

/**
 * Addresses inside WireGuard: {@code fd69:7374:7767:<edge number>::<link number>:<generation>},
 * each of one link of one edge and one generation of its keys, in the whole controller.
 */
final class InteriorAddress {
  private static final int PREFIX_HIGH = 0xfd69_7374;
  private static final short PREFIX_LOW = 0x7767;

  private InteriorAddress() {}

  static IpAddress of(int edgeNumber, LinkKey key) {
    return IpAddress.ofBytes(
        ByteBuffer.allocate(16)
            .putInt(PREFIX_HIGH)
            .putShort(PREFIX_LOW)
            .putShort((short) edgeNumber)
            .putInt(0)
            .putShort((short) key.link())
            .putShort((short) key.generation())
            .array());
  }
}
