package io.isthmus.agent.netlink;

import io.isthmus.agent.net.Instance;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes netlink messages one after another into one native buffer, to be sent at once. Not safe
 * for use by several threads.
 */
final class MessageWriter {

  /** Below the send buffer that {@link NetlinkSocket} asks for. */
  static final int CAPACITY = 256 << 10;

  /** A batch ends beyond this, so that the largest single message still fits. */
  static final int FULL = 96 << 10;

  private static final int ALIGNMENT = 4;
  private static final int NLA_F_NESTED = 0x8000;

  private final Instance instance;
  private final MemorySegment segment;
  private final ByteBuffer buffer;
  private int messageStart;

  /** For messages in which the agent's numbers do not occur. */
  MessageWriter(Arena arena) {
    this(arena, Instance.FIRST);
  }

  MessageWriter(Arena arena, Instance instance) {
    this.instance = instance;
    segment = arena.allocate(CAPACITY, 8);
    buffer = segment.asByteBuffer().order(ByteOrder.nativeOrder());
  }

  MemorySegment segment() {
    return segment;
  }

  int length() {
    return buffer.position();
  }

  /** Whose objects are written. */
  Instance instance() {
    return instance;
  }

  void clear() {
    buffer.clear();
  }

  MessageWriter begin(int type, int flags, int sequence) {
    messageStart = buffer.position();
    buffer.putInt(0).putShort((short) type).putShort((short) flags).putInt(sequence).putInt(0);
    return this;
  }

  void end() {
    align();
    buffer.putInt(messageStart, buffer.position() - messageStart);
  }

  MessageWriter u8(int value) {
    buffer.put((byte) value);
    return this;
  }

  MessageWriter u16(int value) {
    buffer.putShort((short) value);
    return this;
  }

  MessageWriter u32(int value) {
    buffer.putInt(value);
    return this;
  }

  MessageWriter attribute(int type, byte[] value) {
    header(type, value.length);
    buffer.put(value);
    return align();
  }

  MessageWriter attributeU8(int type, int value) {
    header(type, 1);
    buffer.put((byte) value);
    return align();
  }

  MessageWriter attributeU16(int type, int value) {
    header(type, 2);
    buffer.putShort((short) value);
    return align();
  }

  MessageWriter attributeU32(int type, int value) {
    header(type, 4);
    buffer.putInt(value);
    return align();
  }

  MessageWriter attributeBigEndian16(int type, int value) {
    return attribute(type, new byte[] {(byte) (value >>> 8), (byte) value});
  }

  MessageWriter attributeBigEndian64(int type, long value) {
    return attribute(type, ByteBuffer.allocate(8).putLong(value).array());
  }

  MessageWriter attributeString(int type, String value) {
    byte[] bytes = value.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    header(type, bytes.length + 1);
    buffer.put(bytes).put((byte) 0);
    return align();
  }

  /** Opens a nest; what it returns closes it. */
  int openNest(int type) {
    int start = buffer.position();
    header(type | NLA_F_NESTED, 0);
    return start;
  }

  void closeNest(int start) {
    buffer.putShort(start, (short) (buffer.position() - start));
  }

  private void header(int type, int length) {
    buffer.putShort((short) (length + 4)).putShort((short) type);
  }

  private MessageWriter align() {
    while (buffer.position() % ALIGNMENT != 0) {
      buffer.put((byte) 0);
    }
    return this;
  }
}
