package io.isthmus.agent.netlink;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A name that one holder at a time has in a network namespace, whatever files its processes share:
 * a socket's abstract address (unix(7)). The kernel frees it however the holder ends.
 */
public final class NamespaceLock implements AutoCloseable {

  private static final int AF_UNIX = 1;
  private static final int DATAGRAM_CLOSE_ON_EXEC = 2 | 0x80000;
  private static final int EADDRINUSE = 98;

  private final int socket;

  private NamespaceLock(int socket) {
    this.socket = socket;
  }

  /** In the namespace of the calling thread; empty where somebody has it. */
  public static Optional<NamespaceLock> take(String name) throws IOException {
    int socket = LibC.socket(AF_UNIX, DATAGRAM_CLOSE_ON_EXEC, 0);
    try (Arena arena = Arena.ofConfined()) {
      LibC.bind(socket, address(name, arena));
      return Optional.of(new NamespaceLock(socket));
    } catch (LibC.ErrnoException e) {
      LibC.close(socket);
      if (e.errno() == EADDRINUSE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The path begins with a zero and has no end but that of the address. */
  private static MemorySegment address(String name, Arena arena) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    MemorySegment address = arena.allocate(3 + bytes.length);
    address.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) AF_UNIX);
    MemorySegment.copy(bytes, 0, address, ValueLayout.JAVA_BYTE, 3, bytes.length);
    return address;
  }

  @Override
  public void close() throws IOException {
    LibC.close(socket);
  }
}
