package io.isthmus.agent.probe;

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
 * The C functions on the way of a packet. Unlike those of netlink they make no garbage and throw
 * nothing: they return the result or the negative errno, and need memory that the caller keeps. One
 * instance serves one thread.
 */
final class Native {

  static final int EINTR = 4;
  static final int ENXIO = 6;
  static final int EAGAIN = 11;
  static final int EINVAL = 22;
  static final int ENODEV = 19;
  static final int EADDRNOTAVAIL = 99;
  static final int ENOBUFS = 105;

  static final int CLOCK_REALTIME = 0;
  static final short POLLIN = 1;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_VALUE =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final MemoryLayout POINTER = ValueLayout.ADDRESS;

  private static final MethodHandle SOCKET = function("socket", INT, INT, INT, INT);
  private static final MethodHandle CLOSE = function("close", INT, INT);
  private static final MethodHandle BIND = function("bind", INT, INT, POINTER, INT);
  private static final MethodHandle SETSOCKOPT =
      function("setsockopt", INT, INT, INT, INT, POINTER, INT);
  private static final MethodHandle RECVMSG = function("recvmsg", LONG, INT, POINTER, INT);
  private static final MethodHandle SENDTO =
      function("sendto", LONG, INT, POINTER, LONG, INT, POINTER, INT);
  private static final MethodHandle PPOLL = function("ppoll", INT, POINTER, LONG, POINTER, POINTER);
  private static final MethodHandle EVENTFD = function("eventfd", INT, INT, INT);
  private static final MethodHandle READ = function("read", LONG, INT, POINTER, LONG);
  private static final MethodHandle WRITE = function("write", LONG, INT, POINTER, LONG);
  private static final MethodHandle SCHED_SETSCHEDULER =
      function("sched_setscheduler", INT, INT, INT, POINTER);
  private static final MethodHandle PRCTL = function("prctl", INT, INT, LONG, LONG, LONG, LONG);
  private static final MethodHandle ADJTIMEX = function("adjtimex", INT, POINTER);

  /** Too short for a safepoint: it stays in the caller's state. */
  private static final MethodHandle CLOCK_GETTIME =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("clock_gettime"),
          FunctionDescriptor.of(INT, INT, POINTER),
          Linker.Option.critical(false));

  private final MemorySegment state;
  private final MemorySegment time;

  Native(Arena arena) {
    state = arena.allocate(STATE);
    time = arena.allocate(16, 8);
  }

  /** Nanoseconds of a clock. */
  long clock(int id) {
    try {
      int ignored = (int) CLOCK_GETTIME.invokeExact(id, time);
      return time.get(LONG, 0) * 1_000_000_000L + time.get(LONG, 8);
    } catch (Throwable e) {
      throw bug(e);
    }
  }

  int socket(int domain, int type, int protocol) {
    try {
      return result((int) SOCKET.invokeExact(state, domain, type, protocol));
    } catch (Throwable e) {
      throw bug(e);
    }
  }

  void close(int fd) {
    try {
      int ignored = (int) CLOSE.invokeExact(state, fd);
    } catch (Throwable e) {
      throw bug(e);
    }
  }

  int bind(int fd, MemorySegment address, int length) {
    try {
      return result((int) BIND.invokeExact(state, fd, address, length));
    } catch (Throwable e) {
      throw bug(e);
    }
  }

  int setsockopt(int fd, int level, int option, MemorySegment value) {
    try {
      int length = (int) value.byteSize();
      return result((int) SETSOCKOPT.invokeExact(state, fd, level, option, value, length));
    } catch (Throwable e) {
      throw bug(e);
    }
  }

  int recvmsg(int fd, MemorySegment header, int flags) {
    try {
      return result((long) RECVMSG.invokeExact(state, fd, header, flags));
    } catch (Throwable e) {
      throw bug(e);
    }
  }

  int sendto(int fd, MemorySegment packet, long length, int flags, MemorySegment to, int toLength) {
    try {
      return result((long) SENDTO.invokeExact(state, fd, packet, length, flags, to, toLength));
    } catch (Throwable e) {
      throw bug(e);
    }
  }

  /** Waits at most so long; 0 nanoseconds only looks. */
  int poll(MemorySegment entries, long count, long nanos) {
    try {
      time.set(LONG, 0, nanos / 1_000_000_000L);
      time.set(LONG, 8, nanos % 1_000_000_000L);
      return result((int) PPOLL.invokeExact(state, entries, count, time, MemorySegment.NULL));
    } catch (Throwable e) {
      throw bug(e);
    }
  }

  /** A counter that another thread can poke, to wake one that waits. */
  int eventfd() {
    try {
      int nonblocking = 0x800 | 0x80000;
      return result((int) EVENTFD.invokeExact(state, 0, nonblocking));
    } catch (Throwable e) {
      throw bug(e);
    }
  }

  void takeEvents(int fd) {
    try {
      long ignored = (long) READ.invokeExact(state, fd, time, 8L);
    } catch (Throwable e) {
      throw bug(e);
    }
  }

  /** May be called by any thread. */
  static void poke(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment one = arena.allocateFrom(LONG, 1L);
      long ignored = (long) WRITE.invokeExact(arena.allocate(STATE), fd, one, 8L);
    } catch (Throwable e) {
      throw bug(e);
    }
  }

  /** Puts the calling thread before all others that are not of this kind. */
  int becomeRealtime(int priority) {
    try {
      time.set(INT, 0, priority);
      int fifoNotInherited = 1 | 0x40000000;
      return result((int) SCHED_SETSCHEDULER.invokeExact(state, 0, fifoNotInherited, time));
    } catch (Throwable e) {
      throw bug(e);
    }
  }

  /** Makes the kernel wake the calling thread when it asked for it, and not 50 µs later. */
  void wakePrecisely() {
    try {
      int setTimerSlack = 29;
      int ignored = (int) PRCTL.invokeExact(state, setTimerSlack, 1L, 0L, 0L, 0L);
    } catch (Throwable e) {
      throw bug(e);
    }
  }

  /** Fills a {@code struct timex}; returns the clock's state. */
  int adjtimex(MemorySegment timex) {
    try {
      return result((int) ADJTIMEX.invokeExact(state, timex));
    } catch (Throwable e) {
      throw bug(e);
    }
  }

  static IOException failure(String call, int negativeErrno) {
    return new IOException(call + ": errno " + -negativeErrno);
  }

  private int result(long returned) {
    return returned < 0 ? -(int) ERRNO_VALUE.get(state, 0L) : (int) returned;
  }

  /** Method handles declare Throwable; these functions throw none. */
  private static RuntimeException bug(Throwable e) {
    return switch (e) {
      case RuntimeException runtime -> runtime;
      case Error error -> throw error;
      default -> new IllegalStateException(e);
    };
  }

  private static MethodHandle function(
      String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments), ERRNO);
  }
}
