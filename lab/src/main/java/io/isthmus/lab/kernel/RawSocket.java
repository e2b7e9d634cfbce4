package io.isthmus.lab.kernel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * Sockets that Java has no class for: a tap on VXLAN packets (packet(7)) and ICMPv6 echo (raw(7),
 * RFC 3542). Made in the namespace of the calling thread. One thread uses a socket at a time.
 */
public final class RawSocket implements AutoCloseable {
  private static final int AF_INET6 = 10;
  private static final int AF_PACKET = 17;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int IPPROTO_ICMPV6 = 58;
  private static final int ETH_P_ALL = 3;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final int SO_ATTACH_FILTER = 26;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int SOL_PACKET = 263;
  private static final int PACKET_STATISTICS = 6;
  private static final int EINTR = 4;
  private static final int EAGAIN = 11;
  private static final int LARGEST_FRAME = 65_536;

  private static final int LOAD_BYTE = 0x30;
  private static final int LOAD_SHORT = 0x28;
  private static final int LOAD_SHORT_BEHIND = 0x48;
  private static final int SKIP_IPV4_HEADER = 0xb1;
  private static final int AND = 0x54;
  private static final int IF_EQUAL = 0x15;
  private static final int RETURN = 0x06;

  /** Where the kernel says in which direction a packet goes. */
  private static final int DIRECTION = -0x1000 + 4;

  private static final int OUTGOING = 4;
  private static final int UDP = 17;
  private static final int VXLAN_PORT = 4789;

  /** Outgoing UDP to VXLAN's port, over IPv6 without extensions or over IPv4. */
  private static final long[] OUTGOING_VXLAN = {
    instruction(LOAD_BYTE, DIRECTION, 0, 0),
    instruction(IF_EQUAL, OUTGOING, 0, 14),
    instruction(LOAD_BYTE, 0, 0, 0),
    instruction(AND, 0xf0, 0, 0),
    instruction(IF_EQUAL, 0x60, 0, 4),
    instruction(LOAD_BYTE, 6, 0, 0),
    instruction(IF_EQUAL, UDP, 0, 9),
    instruction(LOAD_SHORT, 42, 0, 0),
    instruction(IF_EQUAL, VXLAN_PORT, 6, 7),
    instruction(IF_EQUAL, 0x40, 0, 6),
    instruction(LOAD_BYTE, 9, 0, 0),
    instruction(IF_EQUAL, UDP, 0, 4),
    instruction(SKIP_IPV4_HEADER, 0, 0, 0),
    instruction(LOAD_SHORT_BEHIND, 2, 0, 0),
    instruction(IF_EQUAL, VXLAN_PORT, 0, 1),
    instruction(RETURN, -1, 0, 0),
    instruction(RETURN, 0, 0, 0),
  };

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final MethodHandle SOCKET = function("socket", INT, INT, INT, INT);
  private static final MethodHandle BIND = function("bind", INT, INT, ValueLayout.ADDRESS, INT);
  private static final MethodHandle CONNECT =
      function("connect", INT, INT, ValueLayout.ADDRESS, INT);
  private static final MethodHandle CLOSE = function("close", INT, INT);
  private static final MethodHandle SEND =
      function("send", LONG, INT, ValueLayout.ADDRESS, LONG, INT);
  private static final MethodHandle RECV =
      function("recv", LONG, INT, ValueLayout.ADDRESS, LONG, INT);
  private static final MethodHandle SETSOCKOPT =
      function("setsockopt", INT, INT, INT, INT, ValueLayout.ADDRESS, INT);
  private static final MethodHandle GETSOCKOPT =
      function("getsockopt", INT, INT, INT, INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = arena.allocate(STATE);
  private final MemorySegment buffer;
  private final int fd;

  private RawSocket(int domain, int type, int protocol, int bufferBytes) throws IOException {
    buffer = arena.allocate(bufferBytes);
    fd =
        (int)
            call(
                "socket",
                () -> (int) SOCKET.invokeExact(state, domain, type | SOCK_CLOEXEC, protocol));
  }

  /**
   * Copies of the VXLAN packets that leave the namespace by any interface, from their outer IP
   * header on. By a WireGuard interface they leave before they are encrypted.
   */
  public static RawSocket outgoingVxlan(int queueBytes) throws IOException {
    RawSocket socket = new RawSocket(AF_PACKET, SOCK_DGRAM, 0, LARGEST_FRAME);
    socket.setOption(SO_RCVBUFFORCE, queueBytes);
    socket.attach(OUTGOING_VXLAN);
    socket.bindToAllLinks();
    return socket;
  }

  private void bindToAllLinks() throws IOException {
    MemorySegment address = arena.allocate(20);
    address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_PACKET);
    address.set(
        ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 2, (short) ETH_P_ALL);
    call("bind", () -> (int) BIND.invokeExact(state, fd, address, 20));
  }

  /** A filter of the kernel's first packet machine (bpf(4), struct sock_filter). */
  private void attach(long[] program) throws IOException {
    MemorySegment instructions = arena.allocate(program.length * 8L, 8);
    for (int i = 0; i < program.length; i++) {
      instructions.set(LONG, i * 8L, program[i]);
    }
    MemorySegment head = arena.allocate(16, 8);
    head.set(ValueLayout.JAVA_SHORT, 0, (short) program.length);
    head.set(ValueLayout.ADDRESS, 8, instructions);
    call(
        "setsockopt",
        () -> (int) SETSOCKOPT.invokeExact(state, fd, SOL_SOCKET, SO_ATTACH_FILTER, head, 16));
  }

  /** An instruction in memory order: 16 bits of code, two jumps, 32 bits of operand. */
  private static long instruction(int code, int operand, int ifTrue, int ifFalse) {
    return code | (long) ifTrue << 16 | (long) ifFalse << 24 | (long) operand << 32;
  }

  /** ICMPv6 between one address of the namespace and one other. */
  public static RawSocket icmp6(Inet6Address source, Inet6Address destination) throws IOException {
    RawSocket socket = new RawSocket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6, 2048);
    try {
      MemorySegment local = socket.address(source);
      MemorySegment remote = socket.address(destination);
      socket.call("bind", () -> (int) BIND.invokeExact(socket.state, socket.fd, local, 28));
      socket.call("connect", () -> (int) CONNECT.invokeExact(socket.state, socket.fd, remote, 28));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private MemorySegment address(Inet6Address address) {
    MemorySegment segment = arena.allocate(28);
    segment.set(ValueLayout.JAVA_SHORT, 0, (short) AF_INET6);
    MemorySegment.copy(address.getAddress(), 0, segment, ValueLayout.JAVA_BYTE, 8, 16);
    return segment;
  }

  /** How long {@link #receive} waits. */
  public void waitAtMost(Duration limit) throws IOException {
    MemorySegment value = arena.allocate(16);
    value.set(LONG, 0, limit.toSeconds());
    value.set(LONG, 8, limit.toNanosPart() / 1_000);
    call(
        "setsockopt",
        () -> (int) SETSOCKOPT.invokeExact(state, fd, SOL_SOCKET, SO_RCVTIMEO, value, 16));
  }

  private void setOption(int option, int number) throws IOException {
    MemorySegment value = arena.allocateFrom(INT, number);
    call("setsockopt", () -> (int) SETSOCKOPT.invokeExact(state, fd, SOL_SOCKET, option, value, 4));
  }

  public void send(ByteBuffer packet) throws IOException {
    int length = packet.remaining();
    MemorySegment.copy(MemorySegment.ofBuffer(packet), 0, buffer, 0, length);
    call("send", () -> (long) SEND.invokeExact(state, fd, buffer, (long) length, 0));
  }

  /** The next packet, or an empty buffer when the wait is over. Valid until the next call. */
  public ByteBuffer receive() throws IOException {
    long length =
        call("recv", () -> (long) RECV.invokeExact(state, fd, buffer, buffer.byteSize(), 0));
    return buffer.asSlice(0, Math.max(0, length)).asByteBuffer();
  }

  /** Frames that the kernel dropped because nobody read in time; asking starts a new count. */
  public int missedFrames() throws IOException {
    MemorySegment statistics = arena.allocate(8);
    MemorySegment length = arena.allocateFrom(INT, 8);
    call(
        "getsockopt",
        () ->
            (int)
                GETSOCKOPT.invokeExact(
                    state, fd, SOL_PACKET, PACKET_STATISTICS, statistics, length));
    return statistics.get(INT, 4);
  }

  @Override
  public void close() throws IOException {
    call("close", () -> (int) CLOSE.invokeExact(state, fd));
    arena.close();
  }

  private interface Call {
    long invoke() throws Throwable;
  }

  /** A wait that is over counts as nothing received. */
  private long call(String name, Call function) throws IOException {
    try {
      while (true) {
        long result = function.invoke();
        if (result >= 0) {
          return result;
        }
        int errno = (int) ERRNO.get(state, 0L);
        if (errno == EAGAIN) {
          return 0;
        }
        if (errno != EINTR) {
          throw new IOException(name + " failed with errno " + errno);
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodHandle function(
      String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, arguments),
        Linker.Option.captureCallState("errno"));
  }
}
