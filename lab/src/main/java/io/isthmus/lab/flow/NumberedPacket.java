package io.isthmus.lab.flow;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** The payload of a UDP flow's packets: a mark, by which a tap knows them, and a number. */
final class NumberedPacket {
  static final int LENGTH = 64;
  private static final long MARK = 0x6973_7468_6d75_7321L;

  private NumberedPacket() {}

  static void write(long number, ByteBuffer payload) {
    payload.clear().limit(LENGTH);
    payload.putLong(0, MARK).putLong(8, number);
  }

  /** The number; empty when it is another's packet. */
  static OptionalLong read(ByteBuffer payload) {
    int at = payload.position();
    boolean ours = payload.remaining() >= 16 && payload.getLong(at) == MARK;
    return ours ? OptionalLong.of(payload.getLong(at + 8)) : OptionalLong.empty();
  }
}
