package io.isthmus.agent.netlink;

import io.isthmus.agent.net.Instance;
import io.isthmus.agent.net.MacAddress;
import io.isthmus.agent.netlink.KernelObject.VxlanDevice;
import java.util.Optional;

/** {@code RTM_*LINK}: all devices are read, the VXLAN device is written. */
final class LinkCodec {

  private static final int BODY = 16;
  private static final int IFF_UP = 1;
  private static final int IFLA_ADDRESS = 1;
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_MTU = 4;
  private static final int IFLA_LINKINFO = 18;
  private static final int IFLA_AF_SPEC = 26;
  private static final int IFLA_EXT_MASK = 29;
  private static final int SKIP_STATISTICS = 8;
  private static final int INFO_KIND = 1;
  private static final int INFO_DATA = 2;
  private static final int VXLAN_LEARNING = 7;
  private static final int VXLAN_PORT = 15;
  private static final int VXLAN_COLLECT_METADATA = 25;
  private static final int VXLAN_VNIFILTER = 30;
  private static final int AF_INET6 = 10;
  private static final int INET6_ADDR_GEN_MODE = 8;
  private static final int ADDR_GEN_MODE_NONE = 1;

  /** The first three bytes of every address that the agent derives, see {@code EdgeNumbers}. */
  private static final long OWN_MAC_PREFIX = 0x026973;

  private LinkCodec() {}

  static void writeDump(MessageWriter writer, int sequence) {
    writer.begin(Rtnetlink.GET_LINK, Rtnetlink.DUMP, sequence);
    body(writer, 0, 0, 0).attributeU32(IFLA_EXT_MASK, SKIP_STATISTICS).end();
  }

  /** Creates the device, down. */
  static void writeCreate(MessageWriter writer, int sequence, VxlanDevice device) {
    writer.begin(Rtnetlink.NEW_LINK, Rtnetlink.flags(Change.Verb.ADD), sequence);
    body(writer, writer.instance().deviceIndex(), 0, 0)
        .attributeString(IFLA_IFNAME, device.name())
        .attribute(IFLA_ADDRESS, device.mac().bytes())
        .attributeU32(IFLA_MTU, device.mtu());
    int information = writer.openNest(IFLA_LINKINFO);
    writer.attributeString(INFO_KIND, "vxlan");
    int data = writer.openNest(INFO_DATA);
    writer
        .attributeU8(VXLAN_COLLECT_METADATA, 1)
        .attributeU8(VXLAN_VNIFILTER, 1)
        .attributeU8(VXLAN_LEARNING, 0)
        .attributeBigEndian16(VXLAN_PORT, device.port());
    writer.closeNest(data);
    writer.closeNest(information);
    writer.end();
  }

  /** Keeps the kernel from inventing link-local addresses; only possible once the device exists. */
  static void writeNoGeneratedAddress(MessageWriter writer, int sequence, String name) {
    writer.begin(Rtnetlink.NEW_LINK, Rtnetlink.PLAIN, sequence);
    body(writer, 0, 0, 0).attributeString(IFLA_IFNAME, name);
    int families = writer.openNest(IFLA_AF_SPEC);
    int inet6 = writer.openNest(AF_INET6);
    writer.attributeU8(INET6_ADDR_GEN_MODE, ADDR_GEN_MODE_NONE);
    writer.closeNest(inet6);
    writer.closeNest(families);
    writer.end();
  }

  static void writeChange(MessageWriter writer, int sequence, VxlanDevice device) {
    writer.begin(Rtnetlink.NEW_LINK, Rtnetlink.PLAIN, sequence);
    body(writer, 0, device.up() ? IFF_UP : 0, IFF_UP)
        .attributeString(IFLA_IFNAME, device.name())
        .attributeU32(IFLA_MTU, device.mtu())
        .end();
  }

  static void writeRemove(MessageWriter writer, int sequence, VxlanDevice device) {
    writeRemove(writer, sequence, device.name());
  }

  static void writeRemove(MessageWriter writer, int sequence, String name) {
    writer.begin(Rtnetlink.DEL_LINK, Rtnetlink.PLAIN, sequence);
    body(writer, 0, 0, 0).attributeString(IFLA_IFNAME, name).end();
  }

  static void writeUp(MessageWriter writer, int sequence, String name, int mtu) {
    writer.begin(Rtnetlink.NEW_LINK, Rtnetlink.PLAIN, sequence);
    body(writer, 0, IFF_UP, IFF_UP)
        .attributeString(IFLA_IFNAME, name)
        .attributeU32(IFLA_MTU, mtu)
        .end();
  }

  /** Any kind of device that needs no settings. */
  static void writeCreateOfKind(MessageWriter writer, int sequence, String name, String kind) {
    writer.begin(Rtnetlink.NEW_LINK, Rtnetlink.flags(Change.Verb.ADD), sequence);
    body(writer, 0, 0, 0).attributeString(IFLA_IFNAME, name);
    int information = writer.openNest(IFLA_LINKINFO);
    writer.attributeString(INFO_KIND, kind);
    writer.closeNest(information);
    writer.end();
  }

  private static MessageWriter body(MessageWriter writer, int index, int flags, int change) {
    return writer.u8(Rtnetlink.AF_UNSPEC).u8(0).u16(0).u32(index).u32(flags).u32(change);
  }

  static int index(Message message) {
    return message.buffer().getInt(message.body() + 4);
  }

  static boolean isUp(Message message) {
    return (message.buffer().getInt(message.body() + 8) & IFF_UP) != 0;
  }

  static Interface readInterface(Message message, Attributes attributes) {
    attributes.parse(message.buffer(), message.body() + BODY, message.end());
    return new Interface(
        index(message),
        attributes.string(IFLA_IFNAME),
        isUp(message),
        attributes.u32(IFLA_MTU, 0),
        java.util.List.of());
  }

  static String readName(Message message, Attributes attributes) {
    attributes.parse(message.buffer(), message.body() + BODY, message.end());
    return attributes.has(IFLA_IFNAME) ? attributes.string(IFLA_IFNAME) : "";
  }

  /** The device where it is one that an agent made; whatever else has its name is not ours. */
  static Optional<VxlanDevice> readVxlan(
      Message message, Attributes attributes, Instance instance) {
    attributes.parse(message.buffer(), message.body() + BODY, message.end());
    if (!attributes.has(IFLA_LINKINFO) || attributes.length(IFLA_ADDRESS) != 6) {
      return Optional.empty();
    }
    Attributes information = attributes.nested(IFLA_LINKINFO);
    if (!information.has(INFO_DATA) || !information.string(INFO_KIND).equals("vxlan")) {
      return Optional.empty();
    }
    Attributes data = information.nested(INFO_DATA);
    MacAddress mac = attributes.mac(IFLA_ADDRESS);
    boolean own =
        index(message) == instance.deviceIndex()
            || attributes.string(IFLA_IFNAME).equals(instance.device());
    boolean ours =
        own
            && data.has(VXLAN_VNIFILTER)
            && data.u8(VXLAN_VNIFILTER) == 1
            && mac.bits() >>> 24 == OWN_MAC_PREFIX;
    if (!ours) {
      return Optional.empty();
    }
    return Optional.of(
        new VxlanDevice(
            attributes.string(IFLA_IFNAME),
            mac,
            attributes.u32(IFLA_MTU, 0),
            data.bigEndian16(VXLAN_PORT),
            isUp(message)));
  }
}
