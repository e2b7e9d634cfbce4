package io.isthmus.lab.flow;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A VXLAN packet (RFC 7348) over IPv4 or IPv6 as it leaves an edge, with what it carries.
 *
 * @param protocol of the inner IPv4 packet; 0 when the inner packet is another
 * @param number of a {@link UdpFlow}'s packet
 */
record TunnelPacket(
    int vni, int protocol, int sourcePort, int destinationPort, OptionalLong number) {
  static final int TCP = 6;
  static final int UDP = 17;
  private static final int IPV4 = 0x0800;
  private static final int VXLAN_PORT = 4789;
  private static final int ETHERNET = 14;
  private static final int IPV6_HEADER = 40;
  private static final int UDP_HEADER = 8;
  private static final int VXLAN_HEADER = 8;

  /** Reads an IP packet; empty when it is no VXLAN. */
  static Optional<TunnelPacket> parse(ByteBuffer packet) {
    int udp = udpAt(packet);
    int vxlan = udp + UDP_HEADER;
    if (udp < 0 || packet.limit() < vxlan + VXLAN_HEADER || port(packet, udp + 2) != VXLAN_PORT) {
      return Optional.empty();
    }
    int vni = packet.getInt(vxlan + 4) >>> 8;
    return Optional.of(inner(packet, vni, vxlan + VXLAN_HEADER));
  }

  /** Where the UDP header behind the outer IP header begins; negative when there is none. */
  private static int udpAt(ByteBuffer packet) {
    if (packet.limit() < IPV6_HEADER) {
      return -1;
    }
    return switch (packet.get(0) >>> 4 & 0xf) {
      case 4 -> packet.get(9) == UDP ? headerLength(packet, 0) : -1;
      case 6 -> packet.get(6) == UDP ? IPV6_HEADER : -1;
      default -> -1;
    };
  }

  private static TunnelPacket inner(ByteBuffer packet, int vni, int ethernet) {
    int ip = ipv4Behind(packet, ethernet);
    int transport = ip < 0 ? -1 : ip + headerLength(packet, ip);
    if (ip < 0 || packet.limit() < transport + UDP_HEADER) {
      return new TunnelPacket(vni, 0, 0, 0, OptionalLong.empty());
    }
    int protocol = packet.get(ip + 9) & 0xff;
    OptionalLong number =
        protocol == UDP
            ? NumberedPacket.read(packet.duplicate().position(transport + UDP_HEADER))
            : OptionalLong.empty();
    return new TunnelPacket(
        vni, protocol, port(packet, transport), port(packet, transport + 2), number);
  }

  /** Where the IPv4 header behind an Ethernet header begins; negative when there is none. */
  private static int ipv4Behind(ByteBuffer packet, int ethernet) {
    boolean fits = packet.limit() >= ethernet + ETHERNET + 20;
    return fits && (packet.getShort(ethernet + 12) & 0xffff) == IPV4 ? ethernet + ETHERNET : -1;
  }

  private static int headerLength(ByteBuffer packet, int ip) {
    return (packet.get(ip) & 0xf) * 4;
  }

  private static int port(ByteBuffer packet, int at) {
    return packet.getShort(at) & 0xffff;
  }
}
