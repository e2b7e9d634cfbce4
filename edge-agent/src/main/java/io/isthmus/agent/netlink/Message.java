package io.isthmus.agent.netlink;

import java.nio.ByteBuffer;

/** One received message: a view into the receive buffer, valid until the next receive. */
record Message(ByteBuffer buffer, int start, int end) {

  static final int HEADER = 16;
  static final int ERROR = 2;
  static final int DONE = 3;

  private static final int DUMP_INTERRUPTED = 0x10;
  private static final int CAPPED = 0x100;
  private static final int ACK_ATTRIBUTES = 0x200;
  private static final int ATTRIBUTE_MESSAGE = 1;
  private static final int ATTRIBUTE_OFFSET = 2;

  int type() {
    return Short.toUnsignedInt(buffer.getShort(start + 4));
  }

  int flags() {
    return Short.toUnsignedInt(buffer.getShort(start + 6));
  }

  int sequence() {
    return buffer.getInt(start + 8);
  }

  int sender() {
    return buffer.getInt(start + 12);
  }

  int body() {
    return start + HEADER;
  }

  boolean isDumpInterrupted() {
    return (flags() & DUMP_INTERRUPTED) != 0;
  }

  /** The errno of an acknowledgement or of a dump's end; 0 for success. */
  int errno() {
    return end - body() < 4 ? 0 : -buffer.getInt(body());
  }

  NetlinkException failure(String request) {
    if (type() != ERROR || (flags() & ACK_ATTRIBUTES) == 0) {
      return new NetlinkException(request, errno(), "", -1);
    }
    int echoed = (flags() & CAPPED) != 0 ? HEADER : buffer.getInt(body() + 4);
    Attributes attributes = new Attributes().parse(buffer, body() + 4 + align(echoed), end);
    String words = attributes.has(ATTRIBUTE_MESSAGE) ? attributes.string(ATTRIBUTE_MESSAGE) : "";
    return new NetlinkException(request, errno(), words, attributes.u32(ATTRIBUTE_OFFSET, -1));
  }

  static int align(int length) {
    return (length + 3) & ~3;
  }
}
