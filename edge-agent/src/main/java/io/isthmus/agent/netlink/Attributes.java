package io.isthmus.agent.netlink;

import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.net.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The attributes of one message or nest, found by type. Meant to be reused for message after
 * message: reading a dump then makes no garbage but its result.
 */
final class Attributes {

  private static final int TYPE_MASK = 0x3fff;
  private static final int TYPES = 128;

  private final int[] positions = new int[TYPES];
  private final int[] lengths = new int[TYPES];
  private ByteBuffer buffer = ByteBuffer.allocate(0);

  Attributes parse(ByteBuffer source, int from, int to) {
    buffer = source;
    java.util.Arrays.fill(lengths, -1);
    int position = from;
    while (position + 4 <= to) {
      int length = Short.toUnsignedInt(source.getShort(position));
      int type = source.getShort(position + 2) & TYPE_MASK;
      if (length < 4 || position + length > to) {
        break;
      }
      if (type < TYPES) {
        positions[type] = position + 4;
        lengths[type] = length - 4;
      }
      position += (length + 3) & ~3;
    }
    return this;
  }

  boolean has(int type) {
    return lengths[type] >= 0;
  }

  int position(int type) {
    return positions[type];
  }

  int end(int type) {
    return positions[type] + lengths[type];
  }

  int u8(int type) {
    return buffer.get(positions[type]) & 0xff;
  }

  int u16(int type) {
    return Short.toUnsignedInt(buffer.getShort(positions[type]));
  }

  int u32(int type, int otherwise) {
    return has(type) ? buffer.getInt(positions[type]) : otherwise;
  }

  int bigEndian16(int type) {
    short value = buffer.getShort(positions[type]);
    return Short.toUnsignedInt(
        buffer.order() == ByteOrder.BIG_ENDIAN ? value : Short.reverseBytes(value));
  }

  long bigEndian32(int type) {
    if (!has(type)) {
      return -1;
    }
    int value = buffer.getInt(positions[type]);
    return Integer.toUnsignedLong(
        buffer.order() == ByteOrder.BIG_ENDIAN ? value : Integer.reverseBytes(value));
  }

  long bigEndian64(int type) {
    long value = buffer.getLong(positions[type]);
    return buffer.order() == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value);
  }

  String string(int type) {
    byte[] bytes = bytes(type);
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  IpAddress address(int type) {
    return IpAddress.of(bytes(type));
  }

  MacAddress mac(int type) {
    return MacAddress.of(bytes(type));
  }

  int length(int type) {
    return lengths[type];
  }

  Attributes nested(int type) {
    return new Attributes().parse(buffer, position(type), end(type));
  }

  private byte[] bytes(int type) {
    byte[] bytes = new byte[lengths[type]];
    buffer.get(positions[type], bytes);
    return bytes;
  }
}
