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

    var packet = TunnelPacket.parse(overIpv4(1001, inner(UDP, 40_000, 5001, payload)));

    assertThat(packet).hasValue(new TunnelPacket(1001, UDP, 40_000, 5001, OptionalLong.of(4711)));
  }

  @Test
  void tcpHasPortsAndNoNumber() {
    var packet = TunnelPacket.parse(overIpv4(77, inner(TCP, 40_000, 80, ByteBuffer.allocate(20))));

    assertThat(packet).hasValue(new TunnelPacket(77, TCP, 40_000, 80, OptionalLong.empty()));
  }

  @Test
  void anotherInnerProtocolStillCountsForItsVni() {
    var packet = TunnelPacket.parse(overIpv4(0xabcdef, ByteBuffer.allocate(14)));

    assertThat(packet).map(TunnelPacket::vni).hasValue(0xabcdef);
    assertThat(packet).map(TunnelPacket::protocol).hasValue(0);
  }

  @Test
  void whatIsNoVxlanIsNothing() {
    assertThat(TunnelPacket.parse(ByteBuffer.allocate(0))).isEmpty();
    assertThat(TunnelPacket.parse(ByteBuffer.allocate(60))).isEmpty();
    assertThat(TunnelPacket.parse(packet(UDP, 1, 53, ByteBuffer.allocate(20)))).isEmpty();
  }

  @Test
  void aCutFrameIsNothing() {
    ByteBuffer frame = overIpv4(1001, inner(UDP, 1, 2, ByteBuffer.allocate(64)));

    for (int length = 0; length < 40; length++) {
      assertThat(TunnelPacket.parse(frame.slice(0, length))).isEmpty();
    }
    for (int length = 40; length < frame.limit(); length++) {
      assertThat(TunnelPacket.parse(frame.slice(0, length))).isNotEmpty();
    }
  }

  @Test
  void anEncryptedPathHasIpv6AroundIt() {
    ByteBuffer vxlan = vxlan(1001, inner(TCP, 40_000, 80, ByteBuffer.allocate(20)));
    ByteBuffer packet = ByteBuffer.allocate(40 + 8 + vxlan.limit());
    packet.put(0, (byte) 0x60).put(6, (byte) UDP).putShort(42, (short) 4789);
    packet.position(48).put(vxlan.rewind());

    assertThat(TunnelPacket.parse(packet.flip()))
        .hasValue(new TunnelPacket(1001, TCP, 40_000, 80, OptionalLong.empty()));
  }

  private static ByteBuffer overIpv4(int vni, ByteBuffer inner) {
    return packet(UDP, 50_000, 4789, vxlan(vni, inner));
  }

  private static ByteBuffer vxlan(int vni, ByteBuffer inner) {
    ByteBuffer payload = ByteBuffer.allocate(8 + inner.limit());
    payload.putInt(0, 0x0800_0000).putInt(4, vni << 8).position(8).put(inner.rewind());
    return payload.flip();
  }

  private static ByteBuffer inner(int protocol, int source, int destination, ByteBuffer payload) {
    ByteBuffer packet = packet(protocol, source, destination, payload);
    ByteBuffer frame = ByteBuffer.allocate(14 + packet.limit());
    frame.putShort(12, (short) 0x0800).position(14).put(packet.rewind());
    return frame.flip();
  }

  private static ByteBuffer packet(int protocol, int source, int destination, ByteBuffer payload) {
    ByteBuffer packet = ByteBuffer.allocate(20 + 8 + payload.limit());
    packet.put(0, (byte) 0x45).put(9, (byte) protocol);
    packet.putShort(20, (short) source).putShort(22, (short) destination);
    packet.position(28).put(payload.rewind());
    return packet.flip();
  }
}
