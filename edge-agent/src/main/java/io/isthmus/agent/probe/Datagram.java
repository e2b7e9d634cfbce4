package io.isthmus.agent.probe;

import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.IpAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One received packet with what the kernel says of it, in memory that serves one after the other.
 * It can be sent back from where it lies.
 */
final class Datagram {

  /** The largest that is answered; what is longer is cut and dropped. */
  static final int CAPACITY = 1_500;

  private static final int MSGHDR_BYTES = 56;
  private static final int ADDRESS_BYTES = 28;
  private static final int CONTROL_BYTES = 256;
  private static final int MSG_TRUNC = 0x20;

  private static final int SOL_SOCKET = 1;
  private static final int SCM_TIMESTAMPNS = 35;
  private static final int IPPROTO_IP = 0;
  private static final int IP_TTL = 2;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_HOPLIMIT = 52;
  private static final int CMSG_HEADER = 16;

  private final MemorySegment header;
  private final MemorySegment payload;
  private final MemorySegment address;
  private final ByteBuffer headerView;
  private final ByteBuffer payloadView;
  private final ByteBuffer addressView;
  private final ByteBuffer control;

  private int length;
  private boolean cut;
  private long receivedAtNanos;
  private int ttl;

  Datagram(Arena arena) {
    header = arena.allocate(MSGHDR_BYTES, 8);
    payload = arena.allocate(CAPACITY, 8);
    address = arena.allocate(ADDRESS_BYTES, 8);
    MemorySegment controlSegment = arena.allocate(CONTROL_BYTES, 8);
    MemorySegment vector = arena.allocate(16, 8);
    vector.set(ValueLayout.JAVA_LONG, 0, payload.address());
    vector.set(ValueLayout.JAVA_LONG, 8, CAPACITY);
    header.set(ValueLayout.JAVA_LONG, 0, address.address());
    header.set(ValueLayout.JAVA_LONG, 16, vector.address());
    header.set(ValueLayout.JAVA_LONG, 24, 1);
    header.set(ValueLayout.JAVA_LONG, 32, controlSegment.address());
    headerView = header.asByteBuffer().order(ByteOrder.nativeOrder());
    payloadView = payload.asByteBuffer().order(ByteOrder.BIG_ENDIAN);
    addressView = address.asByteBuffer().order(ByteOrder.BIG_ENDIAN);
    control = controlSegment.asByteBuffer().order(ByteOrder.nativeOrder());
  }

  /** Where the kernel writes; to be made ready before each call. */
  MemorySegment header() {
    headerView.putInt(8, ADDRESS_BYTES).putLong(40, CONTROL_BYTES).putInt(48, 0);
    return header;
  }

  /** Reads what the kernel wrote. */
  void arrived(int bytes) {
    length = bytes;
    cut = (headerView.getInt(48) & MSG_TRUNC) != 0;
    receivedAtNanos = 0;
    ttl = 0;
    int end = (int) Math.min(CONTROL_BYTES, headerView.getLong(40));
    int at = 0;
    while (at + CMSG_HEADER <= end) {
      int size = (int) control.getLong(at);
      if (size < CMSG_HEADER || at + size > end) {
        return;
      }
      control(control.getInt(at + 8), control.getInt(at + 12), at + CMSG_HEADER);
      at += (size + 7) & ~7;
    }
  }

  private void control(int level, int type, int data) {
    if (level == SOL_SOCKET && type == SCM_TIMESTAMPNS) {
      receivedAtNanos = control.getLong(data) * 1_000_000_000L + control.getLong(data + 8);
    } else if ((level == IPPROTO_IP && type == IP_TTL)
        || (level == IPPROTO_IPV6 && type == IPV6_HOPLIMIT)) {
      ttl = control.getInt(data);
    }
  }

  ByteBuffer payload() {
    return payloadView;
  }

  MemorySegment payloadSegment() {
    return payload;
  }

  int length() {
    return length;
  }

  /** Whether it was longer than there is room. */
  boolean isCut() {
    return cut;
  }

  /** By the kernel, nanoseconds since 1970; 0 where it did not say. */
  long receivedAtNanos() {
    return receivedAtNanos;
  }

  int ttl() {
    return ttl;
  }

  /** As it is for the kernel: {@code struct sockaddr}. */
  MemorySegment source() {
    return address;
  }

  int sourceBytes() {
    return headerView.getInt(8);
  }

  int sourcePort() {
    return Short.toUnsignedInt(addressView.getShort(2));
  }

  /** The first 64 bits of an IPv6 address, 0 for IPv4. */
  long sourceHigh() {
    return sourceBytes() == 16 ? 0 : addressView.getLong(8);
  }

  /** The last 64 bits of an IPv6 address; an IPv4 address. */
  long sourceLow() {
    return sourceBytes() == 16
        ? Integer.toUnsignedLong(addressView.getInt(4))
        : addressView.getLong(16);
  }

  boolean isFrom(IpAddress expected) {
    boolean ipv4 = sourceBytes() == 16;
    return ipv4 == (expected.family() == Family.IPV4)
        && sourceHigh() == expected.high()
        && sourceLow() == expected.low();
  }

  /** A {@code struct sockaddr} of its own. */
  static MemorySegment address(Arena arena, IpAddress ip, int port) {
    MemorySegment segment = arena.allocate(ip.family() == Family.IPV4 ? 16 : ADDRESS_BYTES, 8);
    ByteBuffer view = segment.asByteBuffer().order(ByteOrder.nativeOrder());
    view.putShort(0, (short) ip.family().number());
    view.order(ByteOrder.BIG_ENDIAN).putShort(2, (short) port);
    view.put(ip.family() == Family.IPV4 ? 4 : 8, ip.bytes());
    return segment;
  }
}
