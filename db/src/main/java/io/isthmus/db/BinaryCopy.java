package io.isthmus.db;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalDouble;

/**
 * Rows in the binary format of COPY (PostgreSQL's manual, "COPY", "Binary Format"). Columns are
 * written in order, each row begins with {@link #row}.
 */
final class BinaryCopy {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
  private static final short END = -1;
  private static final int NULL = -1;

  private ByteBuffer buffer;
  private int rows;

  BinaryCopy(int expectedBytes) {
    buffer = ByteBuffer.allocate(expectedBytes);
    room(SIGNATURE.length + 2 * Integer.BYTES);
    // No flags, no extension of the header.
    buffer.put(SIGNATURE).putInt(0).putInt(0);
  }

  void row(int columns) {
    room(Short.BYTES);
    buffer.putShort((short) columns);
    rows++;
  }

  void int4(int value) {
    room(2 * Integer.BYTES);
    buffer.putInt(Integer.BYTES).putInt(value);
  }

  void int4OrNullForZero(int value) {
    if (value == 0) {
      nothing();
    } else {
      int4(value);
    }
  }

  void int8(long value) {
    room(Integer.BYTES + Long.BYTES);
    buffer.putInt(Long.BYTES).putLong(value);
  }

  void float4(double value) {
    room(Integer.BYTES + Float.BYTES);
    buffer.putInt(Float.BYTES).putFloat((float) value);
  }

  void float4(OptionalDouble value) {
    if (value.isPresent()) {
      float4(value.getAsDouble());
    } else {
      nothing();
    }
  }

  /** Cut to microseconds. */
  void timestamp(Instant instant) {
    int8(EPOCH.until(instant, ChronoUnit.MICROS));
  }

  /** Of the type "char", in quotes, which is one byte. */
  void letter(char letter) {
    room(Integer.BYTES + 1);
    buffer.putInt(1).put((byte) letter);
  }

  void bytes(byte[] bytes) {
    room(Integer.BYTES + bytes.length);
    buffer.putInt(bytes.length).put(bytes);
  }

  void nothing() {
    room(Integer.BYTES);
    buffer.putInt(NULL);
  }

  boolean isEmpty() {
    return rows == 0;
  }

  /** The whole stream, in which nothing can be added. */
  byte[] finish() {
    room(Short.BYTES);
    buffer.putShort(END);
    byte[] stream = new byte[buffer.flip().remaining()];
    buffer.get(stream);
    return stream;
  }

  private void room(int bytes) {
    if (buffer.remaining() < bytes) {
      int larger = Math.max(buffer.position() + bytes, 2 * buffer.capacity());
      buffer = ByteBuffer.allocate(larger).put(buffer.flip());
    }
  }
}
