package io.isthmus.agent.netlink;

import io.isthmus.agent.netlink.KernelObject.Neighbour;

/** {@code RTM_*NEIGH}, permanent entries with the agent's protocol number. */
final class NeighbourCodec {

  private static final int BODY = 12;
  private static final int NDA_DST = 1;
  private static final int NDA_LLADDR = 2;
  private static final int NDA_IFINDEX = 8;
  private static final int NDA_PROTOCOL = 12;
  private static final int PERMANENT = 0x80;

  private NeighbourCodec() {}

  static void writeDump(MessageWriter writer, int sequence, int index) {
    writer.begin(Rtnetlink.GET_NEIGH, Rtnetlink.DUMP, sequence);
    body(writer, 0, 0, 0).attributeU32(NDA_IFINDEX, index).end();
  }

  static void write(
      MessageWriter writer, int sequence, Change.Verb verb, Neighbour neighbour, int index) {
    // The device is ours: what the kernel noted there by itself gives way.
    int flags = Rtnetlink.flags(verb == Change.Verb.ADD ? Change.Verb.REPLACE : verb);
    writer.begin(Rtnetlink.type(verb, Rtnetlink.NEW_NEIGH), flags, sequence);
    body(writer, neighbour.address().family().number(), index, PERMANENT)
        .attribute(NDA_DST, neighbour.address().bytes());
    if (verb != Change.Verb.REMOVE) {
      writer
          .attribute(NDA_LLADDR, neighbour.mac().bytes())
          .attributeU8(NDA_PROTOCOL, writer.instance().protocol());
    }
    writer.end();
  }

  private static MessageWriter body(MessageWriter writer, int family, int index, int state) {
    return writer.u8(family).u8(0).u16(0).u32(index).u16(state).u8(0).u8(0);
  }

  static boolean isOurs(Message message, Attributes attributes, int protocol) {
    attributes.parse(message.buffer(), message.body() + BODY, message.end());
    return attributes.has(NDA_PROTOCOL) && attributes.u8(NDA_PROTOCOL) == protocol;
  }

  /** After {@link #isOurs} with the same attributes; false where somebody made it fleeting. */
  static boolean isPermanent(Message message, Attributes attributes) {
    int state = message.buffer().getShort(message.body() + 8);
    return (state & PERMANENT) != 0 && attributes.has(NDA_LLADDR);
  }

  /** After {@link #isPermanent} with the same attributes. */
  static Neighbour read(Attributes attributes, String device) {
    return new Neighbour(device, attributes.address(NDA_DST), attributes.mac(NDA_LLADDR));
  }
}
