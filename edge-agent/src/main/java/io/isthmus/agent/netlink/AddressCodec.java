package io.isthmus.agent.netlink;

import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.netlink.KernelObject.DeviceAddress;

/** {@code RTM_*ADDR}: all addresses are read, those of the VXLAN device are written. */
final class AddressCodec {

  private static final int BODY = 8;
  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_FLAGS = 8;
  private static final int NO_DUPLICATE_DETECTION = 2;
  private static final int SCOPE_LINK = 253;

  private AddressCodec() {}

  static void writeDump(MessageWriter writer, int sequence) {
    writer.begin(Rtnetlink.GET_ADDR, Rtnetlink.DUMP, sequence);
    writer.u8(Rtnetlink.AF_UNSPEC).u8(0).u8(0).u8(0).u32(0).end();
  }

  static void write(
      MessageWriter writer, int sequence, Change.Verb verb, DeviceAddress address, int index) {
    int type = Rtnetlink.type(verb, Rtnetlink.NEW_ADDR);
    byte[] bytes = address.address().bytes();
    int scope = address.address().isIpv6LinkLocal() ? SCOPE_LINK : 0;
    writer.begin(type, Rtnetlink.flags(verb), sequence);
    writer
        .u8(address.address().family().number())
        .u8(address.length())
        .u8(0)
        .u8(scope)
        .u32(index)
        .attribute(IFA_LOCAL, bytes)
        .attribute(IFA_ADDRESS, bytes)
        .attributeU32(IFA_FLAGS, NO_DUPLICATE_DETECTION)
        .end();
  }

  static int index(Message message) {
    return message.buffer().getInt(message.body() + 4);
  }

  static Interface.Address read(Message message, Attributes attributes) {
    attributes.parse(message.buffer(), message.body() + BODY, message.end());
    // On a point-to-point link IFA_ADDRESS is the other end's.
    IpAddress ip = attributes.address(attributes.has(IFA_LOCAL) ? IFA_LOCAL : IFA_ADDRESS);
    return new Interface.Address(ip, message.buffer().get(message.body() + 1) & 0xff);
  }
}
