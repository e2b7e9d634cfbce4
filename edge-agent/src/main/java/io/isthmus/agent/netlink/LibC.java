package io.isthmus.agent.netlink;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The few functions of the C library that Java has no words for. Each returns its result or throws
 * {@link IOException} with the errno's meaning; callers that must tell errno values apart use
 * {@link ErrnoException}.
 */
final class LibC {

  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int ENOBUFS = 105;

  private static final short POLLIN = 1;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_VALUE =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET = ints("socket", 3);
  private static final MethodHandle CLOSE = ints("close", 1);
  private static final MethodHandle SETNS = ints("setns", 2);
  private static final MethodHandle UNSHARE = ints("unshare", 1);
  private static final MethodHandle OPEN =
      function("open", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
  private static final MethodHandle BIND = withAddress("bind");
  private static final MethodHandle GETSOCKNAME =
      function(
          "getsockname",
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT,
          ValueLayout.ADDRESS,
          ValueLayout.ADDRESS);
  private static final MethodHandle SETSOCKOPT =
      function(
          "setsockopt",
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_INT);
  private static final MethodHandle POLL =
      function(
          "poll",
          ValueLayout.JAVA_INT,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_INT);
  private static final MethodHandle SEND = transfer("send");
  private static final MethodHandle RECV = transfer("recv");

  private LibC() {}

  /** A call that failed, with the number that says why. */
  static final class ErrnoException extends IOException {
    private static final long serialVersionUID = 1L;
    private final int errno;

    ErrnoException(String call, int errno) {
      super(call + ": " + Errno.describe(errno));
      this.errno = errno;
    }

    int errno() {
      return errno;
    }
  }

  static int socket(int domain, int type, int protocol) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      return check("socket", state, (int) SOCKET.invokeExact(state, domain, type, protocol));
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  static void close(int fd) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      check("close", state, (int) CLOSE.invokeExact(state, fd));
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  static int open(String path, int flags) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment name = arena.allocateFrom(path);
      return check("open " + path, state, (int) OPEN.invokeExact(state, name, flags));
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  static void setns(int fd, int namespaceType) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      check("setns", state, (int) SETNS.invokeExact(state, fd, namespaceType));
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  static void unshare(int flags) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      check("unshare", state, (int) UNSHARE.invokeExact(state, flags));
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  static void bind(int fd, MemorySegment address) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int size = (int) address.byteSize();
      check("bind", state, (int) BIND.invokeExact(state, fd, address, size));
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  static void getsockname(int fd, MemorySegment address) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
      check("getsockname", state, (int) GETSOCKNAME.invokeExact(state, fd, address, length));
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  static void setsockopt(int fd, int level, int option, MemorySegment value) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int size = (int) value.byteSize();
      int result = (int) SETSOCKOPT.invokeExact(state, fd, level, option, value, size);
      check("setsockopt " + level + "/" + option, state, result);
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /** Sends all of it as one datagram. */
  static void send(int fd, MemorySegment message, long length) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long sent;
      do {
        sent = (long) SEND.invokeExact(state, fd, message, length, 0);
      } while (sent < 0 && errno(state) == EINTR);
      check("send", state, sent);
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /** Receives one datagram; the result is its real length also where the buffer is shorter. */
  static long recv(int fd, MemorySegment buffer, int flags) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long received;
      do {
        received = (long) RECV.invokeExact(state, fd, buffer, buffer.byteSize(), flags);
      } while (received < 0 && errno(state) == EINTR);
      return check("recv", state, received);
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /** Waits until one of the descriptors can be read; says which, or -1 after the timeout. */
  static int poll(int[] fds, int timeoutMillis) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment entries = arena.allocate(8L * fds.length, 8);
      for (int i = 0; i < fds.length; i++) {
        entries.set(ValueLayout.JAVA_INT, 8L * i, fds[i]);
        entries.set(ValueLayout.JAVA_SHORT, 8L * i + 4, POLLIN);
      }
      int ready = (int) POLL.invokeExact(state, entries, (long) fds.length, timeoutMillis);
      if (ready < 0 && errno(state) == EINTR) {
        return -1;
      }
      check("poll", state, ready);
      for (int i = 0; i < fds.length; i++) {
        if (entries.get(ValueLayout.JAVA_SHORT, 8L * i + 6) != 0) {
          return fds[i];
        }
      }
      return -1;
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  private static int check(String call, MemorySegment state, int result) throws ErrnoException {
    return (int) check(call, state, (long) result);
  }

  private static long check(String call, MemorySegment state, long result) throws ErrnoException {
    if (result < 0) {
      throw new ErrnoException(call, errno(state));
    }
    return result;
  }

  private static int errno(MemorySegment state) {
    return (int) ERRNO_VALUE.get(state, 0L);
  }

  /** Method handles declare Throwable; what really comes is ours or a bug. */
  private static ErrnoException rethrow(Throwable e) {
    return switch (e) {
      case ErrnoException errno -> errno;
      case RuntimeException bug -> throw bug;
      case Error error -> throw error;
      default -> throw new IllegalStateException(e);
    };
  }

  private static MethodHandle ints(String name, int arguments) {
    MemoryLayout[] layouts = new MemoryLayout[arguments];
    java.util.Arrays.fill(layouts, ValueLayout.JAVA_INT);
    return function(name, ValueLayout.JAVA_INT, layouts);
  }

  private static MethodHandle withAddress(String name) {
    return function(
        name,
        ValueLayout.JAVA_INT,
        ValueLayout.JAVA_INT,
        ValueLayout.ADDRESS,
        ValueLayout.JAVA_INT);
  }

  private static MethodHandle transfer(String name) {
    return function(
        name,
        ValueLayout.JAVA_LONG,
        ValueLayout.JAVA_INT,
        ValueLayout.ADDRESS,
        ValueLayout.JAVA_LONG,
        ValueLayout.JAVA_INT);
  }

  private static MethodHandle function(
      String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments), ERRNO);
  }
}
