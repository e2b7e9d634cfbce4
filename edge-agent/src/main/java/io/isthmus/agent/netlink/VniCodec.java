package io.isthmus.agent.netlink;

import io.isthmus.agent.netlink.KernelObject.Vni;
import java.util.List;
import java.util.function.Consumer;

/** {@code RTM_*TUNNEL}: the virtual networks that a filtering VXLAN device accepts. */
final class VniCodec {

  private static final int BODY = 8;
  private static final int ENTRY = 1;
  private static final int ENTRY_START = 1;
  private static final int ENTRY_END = 2;

  private VniCodec() {}

  static void writeDump(MessageWriter writer, int sequence, int index) {
    writer.begin(Rtnetlink.GET_TUNNEL, Rtnetlink.DUMP, sequence);
    body(writer, index).end();
  }

  /** Consecutive numbers, in ascending order, as one range. */
  static void write(
      MessageWriter writer, int sequence, Change.Verb verb, List<Vni> range, int index) {
    int type = Rtnetlink.type(verb, Rtnetlink.NEW_TUNNEL);
    writer.begin(type, Rtnetlink.PLAIN, sequence);
    body(writer, index);
    int entry = writer.openNest(ENTRY);
    writer.attributeU32(ENTRY_START, range.getFirst().vni());
    if (range.size() > 1) {
      writer.attributeU32(ENTRY_END, range.getLast().vni());
    }
    writer.closeNest(entry);
    writer.end();
  }

  private static MessageWriter body(MessageWriter writer, int index) {
    return writer.u8(Rtnetlink.AF_BRIDGE).u8(0).u16(0).u32(index);
  }

  /** One message of a dump carries many entries of the same type, so they are walked here. */
  static void read(Message message, String device, Consumer<Vni> receiver) {
    int position = message.body() + BODY;
    while (position + 4 <= message.end()) {
      int length = Short.toUnsignedInt(message.buffer().getShort(position));
      if (length < 4) {
        return;
      }
      Attributes entry = new Attributes().parse(message.buffer(), position + 4, position + length);
      if (entry.has(ENTRY_START)) {
        int start = entry.u32(ENTRY_START, 0);
        int end = entry.u32(ENTRY_END, start);
        for (int vni = start; vni <= end; vni++) {
          receiver.accept(new Vni(device, vni));
        }
      }
      position += Message.align(length);
    }
  }
}
