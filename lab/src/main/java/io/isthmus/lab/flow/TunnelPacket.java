package io.isthmus.lab.flow;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A VXLAN packet (RFC 7348) over IPv4 as it is seen on an underlay, with what it carries.
 *
 * @param source outer source address, as a number
 * @param protocol of the inner IPv4 packet; 0 when the inner packet is another
 * @param number of a {@link UdpFlow}'s packet
 */
record TunnelPacket(
    int source, int vni, int protocol, int sourcePort, int destinationPort, OptionalLong number) {
  static final int TCP = 6;
  static final int UDP = 17;
  private static final int IPV4 = 0x0800;
  private static final int VXLAN_PORT = 4789;
  private static final int ETHERNET = 14;
  private static final int UDP_HEADER = 8;
  private static final int VXLAN_HEADER = 8;

  /** Reads an Ethernet frame; empty when it is no VXLAN over IPv4. */
  static Optional<TunnelPacket> parse(ByteBuffer frame) {
    int ip = ipv4At(frame, 0);
    if (ip < 0) {
      return Optional.empty();
    }
    int udp = ip + headerLength(frame, ip);
    int vxlan = udp + UDP_HEADER;
    if (frame.get(ip + 9) != UDP
        || frame.limit() < vxlan + VXLAN_HEADER
        || port(frame, udp + 2) != VXLAN_PORT) {
      return Optional.empty();
    }
    int vni = frame.getInt(vxlan + 4) >>> 8;
    return Optional.of(inner(frame, frame.getInt(ip + 12), vni, vxlan + VXLAN_HEADER));
  }

  private static TunnelPacket inner(ByteBuffer frame, int source, int vni, int ethernet) {
    int ip = ipv4At(frame, ethernet);
    int transport = ip < 0 ? -1 : ip + headerLength(frame, ip);
    if (ip < 0 || frame.limit() < transport + UDP_HEADER) {
      return new TunnelPacket(source, vni, 0, 0, 0, OptionalLong.empty());
    }
    int protocol = frame.get(ip + 9) & 0xff;
    OptionalLong number =
        protocol == UDP
            ? NumberedPacket.read(frame.duplicate().position(transport + UDP_HEADER))
            : OptionalLong.empty();
    return new TunnelPacket(
        source, vni, protocol, port(frame, transport), port(frame, transport + 2), number);
  }

  /** Where the IPv4 header behind an Ethernet header begins; negative when there is none. */
  private static int ipv4At(ByteBuffer frame, int ethernet) {
    boolean fits = frame.limit() >= ethernet + ETHERNET + 20;
    return fits && (frame.getShort(ethernet + 12) & 0xffff) == IPV4 ? ethernet + ETHERNET : -1;
  }

  private static int headerLength(ByteBuffer frame, int ip) {
    return (frame.get(ip) & 0xf) * 4;
  }

  private static int port(ByteBuffer frame, int at) {
    return frame.getShort(at) & 0xffff;
  }
}
