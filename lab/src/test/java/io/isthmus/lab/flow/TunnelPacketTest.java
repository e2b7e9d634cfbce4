package io.isthmus.lab.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TunnelPacketTest {
  private static final int UDP = 17;
  private static final int TCP = 6;

  @Test
  void aNumberedPacketIsKnownByItsMark() {
    ByteBuffer payload = ByteBuffer.allocate(NumberedPacket.LENGTH);
    NumberedPacket.write(4711, payload);

    var packet = TunnelPacket.parse(vxlan(1001, inner(UDP, 40_000, 5001, payload)));

    assertThat(packet)
        .hasValue(new TunnelPacket(0xc6120102, 1001, UDP, 40_000, 5001, OptionalLong.of(4711)));
  }

  @Test
  void tcpHasPortsAndNoNumber() {
    var packet = TunnelPacket.parse(vxlan(77, inner(TCP, 40_000, 80, ByteBuffer.allocate(20))));

    assertThat(packet)
        .hasValue(new TunnelPacket(0xc6120102, 77, TCP, 40_000, 80, OptionalLong.empty()));
  }

  @Test
  void anotherInnerProtocolStillCountsForItsVni() {
    var packet = TunnelPacket.parse(vxlan(0xabcdef, ByteBuffer.allocate(14)));

    assertThat(packet).map(TunnelPacket::vni).hasValue(0xabcdef);
    assertThat(packet).map(TunnelPacket::protocol).hasValue(0);
  }

  @Test
  void whatIsNoVxlanIsNothing() {
    assertThat(TunnelPacket.parse(ByteBuffer.allocate(0))).isEmpty();
    assertThat(TunnelPacket.parse(ByteBuffer.allocate(60))).isEmpty();
    assertThat(TunnelPacket.parse(inner(UDP, 1, 53, ByteBuffer.allocate(20)))).isEmpty();
  }

  @Test
  void aCutFrameIsNothing() {
    ByteBuffer frame = vxlan(1001, inner(UDP, 1, 2, ByteBuffer.allocate(64)));

    for (int length = 0; length < 50; length++) {
      assertThat(TunnelPacket.parse(frame.slice(0, length))).isEmpty();
    }
    for (int length = 50; length < frame.limit(); length++) {
      assertThat(TunnelPacket.parse(frame.slice(0, length))).isNotEmpty();
    }
  }

  private static ByteBuffer vxlan(int vni, ByteBuffer inner) {
    ByteBuffer payload = ByteBuffer.allocate(8 + inner.limit());
    payload.putInt(0, 0x0800_0000).putInt(4, vni << 8).position(8).put(inner.rewind());
    return inner(UDP, 50_000, 4789, payload.flip());
  }

  /** A frame from 198.18.1.2. */
  private static ByteBuffer inner(int protocol, int source, int destination, ByteBuffer payload) {
    ByteBuffer frame = ByteBuffer.allocate(14 + 20 + 8 + payload.limit());
    frame.putShort(12, (short) 0x0800);
    frame.put(14, (byte) 0x45).put(23, (byte) protocol).putInt(26, 0xc6120102);
    frame.putShort(34, (short) source).putShort(36, (short) destination);
    frame.position(42).put(payload.rewind());
    return frame.flip();
  }
}
