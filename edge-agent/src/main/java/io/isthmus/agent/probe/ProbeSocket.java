package io.isthmus.agent.probe;

import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.IpAddress;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * A UDP socket at a WAN link's address that never leaves by another device, with the kernel's time
 * of arrival for each packet.
 */
final class ProbeSocket implements AutoCloseable {

  /** The kernel chooses one. */
  static final int ANY_PORT = 0;

  /** Some thousand packets: what comes in while the machine is busy elsewhere. */
  private static final int RECEIVE_BUFFER_BYTES = 2 << 20;

  private static final int TTL = 255;
  private static final int SOCK_DGRAM_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;
  private static final int MSG_DONTWAIT_NOSIGNAL = 0x40 | 0x4000;

  private static final int SOL_SOCKET = 1;
  private static final int SO_BINDTODEVICE = 25;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int SO_TIMESTAMPNS = 35;
  private static final int IPPROTO_IP = 0;
  private static final int IP_TTL = 2;
  private static final int IP_RECVTTL = 12;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_UNICAST_HOPS = 16;
  private static final int IPV6_V6ONLY = 26;
  private static final int IPV6_RECVHOPLIMIT = 51;

  private final Native calls;
  private final int fd;

  private ProbeSocket(Native calls, int fd) {
    this.calls = calls;
    this.fd = fd;
  }

  /** Fails where the device or its address is not there. */
  static ProbeSocket open(Native calls, String device, IpAddress address, int port)
      throws IOException {
    int fd = calls.socket(address.family().number(), SOCK_DGRAM_NONBLOCK_CLOEXEC, 0);
    if (fd < 0) {
      throw Native.failure("socket", fd);
    }
    ProbeSocket socket = new ProbeSocket(calls, fd);
    try (Arena arena = Arena.ofConfined()) {
      socket.options(arena, device, address.family());
      MemorySegment local = Datagram.address(arena, address, port);
      socket.require("bind", calls.bind(fd, local, (int) local.byteSize()));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private void options(Arena arena, String device, Family family) throws IOException {
    MemorySegment name = arena.allocateFrom(device, StandardCharsets.US_ASCII);
    require("SO_BINDTODEVICE", calls.setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, name));
    option(arena, SOL_SOCKET, SO_TIMESTAMPNS, 1);
    MemorySegment size = arena.allocateFrom(ValueLayout.JAVA_INT, RECEIVE_BUFFER_BYTES);
    int ignored = calls.setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, size);
    switch (family) {
      case IPV4 -> {
        option(arena, IPPROTO_IP, IP_TTL, TTL);
        option(arena, IPPROTO_IP, IP_RECVTTL, 1);
      }
      case IPV6 -> {
        option(arena, IPPROTO_IPV6, IPV6_V6ONLY, 1);
        option(arena, IPPROTO_IPV6, IPV6_UNICAST_HOPS, TTL);
        option(arena, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1);
      }
    }
  }

  private void option(Arena arena, int level, int option, int value) throws IOException {
    MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_INT, value);
    require("option " + level + "/" + option, calls.setsockopt(fd, level, option, segment));
  }

  private void require(String call, int result) throws IOException {
    if (result < 0) {
      throw Native.failure(call, result);
    }
  }

  int descriptor() {
    return fd;
  }

  /** False where nothing waits. An error that a packet of before left behind is taken away. */
  boolean receive(Datagram into) {
    for (int attempt = 0; attempt < 16; attempt++) {
      int received = calls.recvmsg(fd, into.header(), MSG_DONTWAIT_NOSIGNAL);
      if (received >= 0) {
        into.arrived(received);
        return true;
      }
      if (received == -Native.EAGAIN) {
        return false;
      }
    }
    return false;
  }

  /** The number of bytes, or the negative errno. */
  int send(MemorySegment packet, int length, MemorySegment to, int toLength) {
    int sent;
    do {
      sent = calls.sendto(fd, packet, length, MSG_DONTWAIT_NOSIGNAL, to, toLength);
    } while (sent == -Native.EINTR);
    return sent;
  }

  @Override
  public void close() {
    calls.close(fd);
  }
}
