package io.isthmus.agent.netlink;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * One netlink socket with a bounded receive buffer, in the namespace of the thread that opened it.
 * One thread uses it at a time.
 */
final class NetlinkSocket implements AutoCloseable {

  static final int ROUTE = 0;
  static final int NETFILTER = 12;

  /** Room for the acknowledgements of one batch, and for a burst of notifications. */
  private static final int RECEIVE_BUFFER_BYTES = 4 << 20;

  /** The kernel builds dump datagrams of at most 32 kB. */
  private static final int DATAGRAM_BYTES = 64 << 10;

  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int SOL_SOCKET = 1;
  private static final int SO_SNDBUFFORCE = 32;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int SOL_NETLINK = 270;
  private static final int ADD_MEMBERSHIP = 1;
  private static final int CAP_ACK = 10;
  private static final int EXT_ACK = 11;
  private static final int GET_STRICT_CHK = 12;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment datagram = arena.allocate(DATAGRAM_BYTES, 8);
  private final ByteBuffer received = datagram.asByteBuffer().order(ByteOrder.nativeOrder());
  private final int fd;
  private final int port;

  NetlinkSocket(int protocol) throws IOException {
    fd = LibC.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, protocol);
    try {
      option(SOL_SOCKET, SO_SNDBUFFORCE, 2 * MessageWriter.CAPACITY);
      option(SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER_BYTES);
      option(SOL_NETLINK, CAP_ACK, 1);
      option(SOL_NETLINK, EXT_ACK, 1);
      if (protocol == ROUTE) {
        option(SOL_NETLINK, GET_STRICT_CHK, 1);
      }
      port = bind();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** The address that the kernel gave: what this socket causes is told by it. */
  int port() {
    return port;
  }

  void join(int group) throws IOException {
    option(SOL_NETLINK, ADD_MEMBERSHIP, group);
  }

  int descriptor() {
    return fd;
  }

  void send(MessageWriter messages) throws IOException {
    LibC.send(fd, messages.segment(), messages.length());
  }

  /** Waits for one datagram and hands out its messages. */
  void receive(Consumer<Message> receiver) throws IOException {
    receive(receiver, 0);
  }

  /** The same without waiting; false where nothing is there. */
  boolean receiveNow(Consumer<Message> receiver) throws IOException {
    try {
      receive(receiver, MSG_DONTWAIT);
      return true;
    } catch (LibC.ErrnoException e) {
      if (e.errno() == LibC.EAGAIN) {
        return false;
      }
      throw e;
    }
  }

  private void receive(Consumer<Message> receiver, int flags) throws IOException {
    int end = (int) LibC.recv(fd, datagram, flags);
    if (end > DATAGRAM_BYTES) {
      throw new IOException("a netlink datagram of " + end + " bytes was cut");
    }
    int start = 0;
    while (start + Message.HEADER <= end) {
      int length = received.getInt(start);
      if (length < Message.HEADER || start + length > end) {
        throw new IOException("a netlink message of " + length + " bytes in " + end);
      }
      receiver.accept(new Message(received, start, start + length));
      start += Message.align(length);
    }
  }

  private int bind() throws IOException {
    MemorySegment address = arena.allocate(12, 4);
    address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_NETLINK);
    LibC.bind(fd, address);
    LibC.getsockname(fd, address);
    return address.get(ValueLayout.JAVA_INT, 4);
  }

  private void option(int level, int option, int value) throws IOException {
    try (Arena temporary = Arena.ofConfined()) {
      LibC.setsockopt(fd, level, option, temporary.allocateFrom(ValueLayout.JAVA_INT, value));
    }
  }

  @Override
  public void close() throws IOException {
    LibC.close(fd);
    arena.close();
  }
}
