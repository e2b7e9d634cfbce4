package io.isthmus.agent.netlink;

import io.isthmus.agent.net.Family;
import io.isthmus.agent.netlink.KernelObject.ByHash;
import io.isthmus.agent.netlink.KernelObject.DropHop;
import io.isthmus.agent.netlink.KernelObject.Encapsulation;
import io.isthmus.agent.netlink.KernelObject.HopGroup;
import io.isthmus.agent.netlink.KernelObject.Member;
import io.isthmus.agent.netlink.KernelObject.Resilient;
import io.isthmus.agent.netlink.KernelObject.Spread;
import io.isthmus.agent.netlink.KernelObject.TunnelHop;
import io.isthmus.agent.netlink.KernelObject.UnknownHop;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** {@code RTM_*NEXTHOP}: tunnels and their weighted groups. */
final class NextHopCodec {

  private static final int BODY = 8;
  private static final int NHA_ID = 1;
  private static final int NHA_GROUP = 2;
  private static final int NHA_GROUP_TYPE = 3;
  private static final int NHA_BLACKHOLE = 4;
  private static final int NHA_OIF = 5;
  private static final int NHA_GATEWAY = 6;
  private static final int NHA_ENCAP_TYPE = 7;
  private static final int NHA_ENCAP = 8;
  private static final int NHA_RES_GROUP = 12;
  private static final int RES_GROUP_BUCKETS = 1;
  private static final int RES_GROUP_IDLE_TIMER = 2;
  private static final int RES_GROUP_UNBALANCED_TIMER = 3;
  private static final int RESILIENT = 1;
  private static final int ONLINK = 4;
  private static final int ENCAP_IP = 2;
  private static final int ENCAP_IP6 = 4;
  private static final int TUNNEL_ID = 1;
  private static final int TUNNEL_DST = 2;
  private static final int TUNNEL_SRC = 3;
  private static final int TUNNEL_FLAGS = 6;

  /**
   * Asks for outer UDP checksums. Over IPv6 a datagram without one is not accepted by the far VXLAN
   * socket (RFC 6935 makes that an exception to be configured); over IPv4 it only costs.
   */
  private static final int CHECKSUM = 0x0001;

  private static final int GROUP_ENTRY_BYTES = 8;

  private NextHopCodec() {}

  static void writeDump(MessageWriter writer, int sequence) {
    writer.begin(Rtnetlink.GET_NEXTHOP, Rtnetlink.DUMP, sequence);
    writer.u8(Rtnetlink.AF_UNSPEC).u8(0).u8(0).u8(0).u32(0).end();
  }

  static void write(
      MessageWriter writer, int sequence, Change.Verb verb, TunnelHop hop, int index) {
    Encapsulation encapsulation = hop.encapsulation();
    boolean ip6 = encapsulation.source().family() == Family.IPV6;
    writer.begin(Rtnetlink.NEW_NEXTHOP, Rtnetlink.flags(verb), sequence);
    writer
        .u8(encapsulation.gateway().family().number())
        .u8(0)
        .u8(writer.instance().protocol())
        .u8(0)
        .u32(ONLINK)
        .attributeU32(NHA_ID, hop.id())
        .attributeU32(NHA_OIF, index)
        .attribute(NHA_GATEWAY, encapsulation.gateway().bytes())
        .attributeU16(NHA_ENCAP_TYPE, ip6 ? ENCAP_IP6 : ENCAP_IP);
    int nest = writer.openNest(NHA_ENCAP);
    writer
        .attributeBigEndian64(TUNNEL_ID, encapsulation.vni())
        .attribute(TUNNEL_DST, encapsulation.destination().bytes())
        .attribute(TUNNEL_SRC, encapsulation.source().bytes());
    if (ip6) {
      writer.attributeBigEndian16(TUNNEL_FLAGS, CHECKSUM);
    }
    writer.closeNest(nest);
    writer.end();
  }

  /** Of IPv6, since routes of IPv4 take such hops too, and not the other way round. */
  static void write(MessageWriter writer, int sequence, Change.Verb verb, DropHop hop) {
    writer.begin(Rtnetlink.NEW_NEXTHOP, Rtnetlink.flags(verb), sequence);
    writer
        .u8(Family.IPV6.number())
        .u8(0)
        .u8(writer.instance().protocol())
        .u8(0)
        .u32(0)
        .attributeU32(NHA_ID, hop.id())
        .attribute(NHA_BLACKHOLE, new byte[0])
        .end();
  }

  static void write(MessageWriter writer, int sequence, Change.Verb verb, HopGroup group) {
    ByteBuffer entries =
        ByteBuffer.allocate(GROUP_ENTRY_BYTES * group.members().size())
            .order(ByteOrder.nativeOrder());
    for (Member member : group.members()) {
      entries
          .putInt(member.hop())
          .put((byte) (member.weight() - 1))
          .put((byte) 0)
          .putShort((short) 0);
    }
    writer.begin(Rtnetlink.NEW_NEXTHOP, Rtnetlink.flags(verb), sequence);
    writer
        .u8(Rtnetlink.AF_UNSPEC)
        .u8(0)
        .u8(writer.instance().protocol())
        .u8(0)
        .u32(0)
        .attributeU32(NHA_ID, group.id())
        .attribute(NHA_GROUP, entries.array());
    if (group.spread() instanceof Resilient resilient) {
      writer.attributeU16(NHA_GROUP_TYPE, RESILIENT);
      int nest = writer.openNest(NHA_RES_GROUP);
      writer
          .attributeU16(RES_GROUP_BUCKETS, resilient.buckets())
          .attributeU32(RES_GROUP_IDLE_TIMER, resilient.idleTicks())
          .attributeU32(RES_GROUP_UNBALANCED_TIMER, resilient.unbalancedTicks());
      writer.closeNest(nest);
    }
    writer.end();
  }

  /** Of one member; only to find out whether the kernel knows such groups. */
  static void writeResilientGroup(MessageWriter writer, int sequence, int id, int hop) {
    ByteBuffer entry = ByteBuffer.allocate(GROUP_ENTRY_BYTES).order(ByteOrder.nativeOrder());
    entry.putInt(hop);
    writer.begin(Rtnetlink.NEW_NEXTHOP, Rtnetlink.flags(Change.Verb.ADD), sequence);
    writer.u8(Rtnetlink.AF_UNSPEC).u8(0).u8(writer.instance().protocol()).u8(0).u32(0);
    writer
        .attributeU32(NHA_ID, id)
        .attribute(NHA_GROUP, entry.array())
        .attributeU16(NHA_GROUP_TYPE, RESILIENT);
    int nest = writer.openNest(NHA_RES_GROUP);
    writer.attributeU16(RES_GROUP_BUCKETS, 4);
    writer.closeNest(nest);
    writer.end();
  }

  static void writeRemove(MessageWriter writer, int sequence, int id) {
    writer.begin(Rtnetlink.DEL_NEXTHOP, Rtnetlink.PLAIN, sequence);
    writer.u8(0).u8(0).u8(0).u8(0).u32(0).attributeU32(NHA_ID, id).end();
  }

  static boolean isOurs(Message message, int protocol) {
    return (message.buffer().get(message.body() + 2) & 0xff) == protocol;
  }

  static int id(Message message, Attributes attributes) {
    attributes.parse(message.buffer(), message.body() + BODY, message.end());
    return attributes.u32(NHA_ID, 0);
  }

  static KernelObject read(Message message, Attributes attributes, Map<Integer, String> devices) {
    int id = id(message, attributes);
    if (attributes.has(NHA_GROUP)) {
      return new HopGroup(id, members(message.buffer(), attributes), spread(attributes));
    }
    if (attributes.has(NHA_BLACKHOLE) && isIpv6(message)) {
      return new DropHop(id);
    }
    String device = devices.get(attributes.u32(NHA_OIF, 0));
    if (device == null || !attributes.has(NHA_GATEWAY) || !attributes.has(NHA_ENCAP)) {
      return new UnknownHop(id);
    }
    Attributes encapsulation = attributes.nested(NHA_ENCAP);
    if (!encapsulation.has(TUNNEL_ID)
        || !encapsulation.has(TUNNEL_SRC)
        || !encapsulation.has(TUNNEL_DST)
        || !checksumFits(encapsulation)) {
      return new UnknownHop(id);
    }
    return new TunnelHop(
        id,
        new Encapsulation(
            device,
            attributes.address(NHA_GATEWAY),
            (int) encapsulation.bigEndian64(TUNNEL_ID),
            encapsulation.address(TUNNEL_SRC),
            encapsulation.address(TUNNEL_DST)));
  }

  private static Spread spread(Attributes attributes) {
    if (!attributes.has(NHA_RES_GROUP)) {
      return new ByHash();
    }
    Attributes resilient = attributes.nested(NHA_RES_GROUP);
    return new Resilient(
        resilient.u16(RES_GROUP_BUCKETS),
        resilient.u32(RES_GROUP_IDLE_TIMER, 0),
        resilient.u32(RES_GROUP_UNBALANCED_TIMER, 0));
  }

  private static boolean isIpv6(Message message) {
    return message.buffer().get(message.body()) == Family.IPV6.number();
  }

  private static boolean checksumFits(Attributes encapsulation) {
    return encapsulation.length(TUNNEL_SRC) == 4
        || (encapsulation.has(TUNNEL_FLAGS)
            && (encapsulation.bigEndian16(TUNNEL_FLAGS) & CHECKSUM) != 0);
  }

  private static List<Member> members(ByteBuffer buffer, Attributes attributes) {
    List<Member> members = new ArrayList<>();
    int end = attributes.end(NHA_GROUP);
    for (int at = attributes.position(NHA_GROUP); at < end; at += GROUP_ENTRY_BYTES) {
      members.add(new Member(buffer.getInt(at), (buffer.get(at + 4) & 0xff) + 1));
    }
    members.sort(Comparator.comparingInt(Member::hop));
    return members;
  }
}
