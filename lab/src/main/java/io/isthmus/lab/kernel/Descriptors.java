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
import java.util.ArrayList;
import java.util.List;

/**
 * Reads, writes and waits on file descriptors without allocating, for one thread. Memory is named
 * by its address, a plain number, since a slice of a segment would be an object for each frame.
 */
public final class Descriptors {
  public static final int EIO = 5;
  public static final int EAGAIN = 11;
  private static final int EINTR = 4;
  private static final int SCHED_FIFO = 1;

  /** Threads that this one makes are ordinary again. */
  private static final int SCHED_RESET_ON_FORK = 0x40000000;

  private static final int PR_SET_TIMERSLACK = 29;
  private static final int POLL_ENTRY = 8;
  private static final short POLLIN = 1;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle READ = function("read", LONG, INT, LONG, LONG);
  private static final MethodHandle WRITE = function("write", LONG, INT, LONG, LONG);
  private static final MethodHandle PPOLL = function("ppoll", INT, LONG, LONG, LONG, LONG);
  private static final MethodHandle CLOSE = function("close", INT, INT);
  private static final MethodHandle OPEN = function("open", INT, LONG, INT);
  private static final MethodHandle IOCTL = variadic("ioctl", 2, INT, INT, LONG, LONG);
  private static final MethodHandle PRCTL = variadic("prctl", 1, INT, INT, LONG);
  private static final MethodHandle SETSCHEDULER =
      function("sched_setscheduler", INT, INT, INT, LONG);
  private static final MethodHandle SETPRIORITY = function("setpriority", INT, INT, INT, INT);

  private static final MethodHandle CALLOC = function("calloc", LONG, LONG, LONG);

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = arena.allocate(STATE);
  private final MemorySegment timeout = arena.allocate(16, 8);
  private MemorySegment polled = arena.allocate(POLL_ENTRY, 8);
  private int count;

  /** How the calling thread is scheduled. */
  public enum Priority {
    /** Ahead of every ordinary thread (SCHED_FIFO). */
    REAL_TIME,
    /** Ordinary, with the least niceness. */
    NICE,
    /** As the process was started. */
    ORDINARY
  }

  /** Bytes read; or an errno, negative. */
  public int read(int fd, long address, int capacity) {
    try {
      long length = (long) READ.invokeExact(state, fd, address, (long) capacity);
      return length < 0 ? -errno() : (int) length;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Bytes written; or an errno, negative. */
  public int write(int fd, long address, int length) {
    try {
      long written = (long) WRITE.invokeExact(state, fd, address, (long) length);
      return written < 0 ? -errno() : (int) written;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Says which descriptors {@link #await} waits for. */
  public void watch(int... fds) {
    count = fds.length;
    polled = arena.allocate((long) POLL_ENTRY * Math.max(1, count), 8);
    for (int i = 0; i < count; i++) {
      polled.set(INT, (long) POLL_ENTRY * i, fds[i]);
      polled.set(ValueLayout.JAVA_SHORT, (long) POLL_ENTRY * i + 4, POLLIN);
    }
  }

  /** Waits for the descriptor at this place no longer. */
  public void forget(int place) {
    polled.set(INT, (long) POLL_ENTRY * place, -1);
    polled.set(ValueLayout.JAVA_SHORT, (long) POLL_ENTRY * place + 6, (short) 0);
  }

  /** Waits until one of the watched can be read, or the time is over; whether one can. */
  public boolean await(long nanos) throws IOException {
    timeout.set(LONG, 0, nanos / 1_000_000_000);
    timeout.set(LONG, 8, nanos % 1_000_000_000);
    int ready;
    try {
      ready = (int) PPOLL.invokeExact(state, polled.address(), (long) count, timeout.address(), 0L);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    if (ready < 0 && errno() != EINTR) {
      throw new IOException("ppoll failed with errno " + errno());
    }
    return ready > 0;
  }

  /** Whether the last wait found something at this place: data, or an error that reading tells. */
  public boolean isReady(int place) {
    return polled.get(ValueLayout.JAVA_SHORT, (long) POLL_ENTRY * place + 6) != 0;
  }

  /**
   * Attaches to a TAP device of the calling thread's namespace, which has to be there; reading does
   * not block.
   */
  public int openTap(String device) throws IOException {
    int fd = open("/dev/net/tun");
    try (Arena scratch = Arena.ofConfined()) {
      // struct ifreq: the name in 16 bytes, then IFF_TAP | IFF_NO_PI.
      MemorySegment request = scratch.allocate(40, 8);
      request.setString(0, device);
      request.set(ValueLayout.JAVA_SHORT, 16, (short) 0x1002);
      int result = (int) IOCTL.invokeExact(state, fd, 0x400454caL, request.address());
      if (result < 0) {
        int errno = errno();
        close(fd);
        throw new IOException("cannot attach to TAP %s: errno %d".formatted(device, errno));
      }
      return fd;
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private int open(String path) throws IOException {
    // O_RDWR | O_NONBLOCK | O_CLOEXEC
    int flags = 0x2 | 0x800 | 0x80000;
    try (Arena scratch = Arena.ofConfined()) {
      int fd = (int) OPEN.invokeExact(state, scratch.allocateFrom(path).address(), flags);
      if (fd < 0) {
        throw new IOException("cannot open %s: errno %d".formatted(path, errno()));
      }
      return fd;
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  public void close(int fd) {
    try {
      int ignored = (int) CLOSE.invokeExact(state, fd);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts the calling thread ahead of others as far as it may, and lets its timers be exact. */
  public Priority hurry() {
    try {
      int exact = (int) PRCTL.invokeExact(state, PR_SET_TIMERSLACK, 1L);
      MemorySegment parameter = arena.allocateFrom(INT, 10);
      int policy = SCHED_FIFO | SCHED_RESET_ON_FORK;
      int result = (int) SETSCHEDULER.invokeExact(state, 0, policy, parameter.address());
      if (result == 0) {
        return Priority.REAL_TIME;
      }
      result = (int) SETPRIORITY.invokeExact(state, 0, 0, -20);
      return result == 0 ? Priority.NICE : Priority.ORDINARY;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Memory for the process's life that costs nothing until it is touched. */
  public static MemorySegment lazyMemory(long bytes) {
    try (Arena scratch = Arena.ofConfined()) {
      long address = (long) CALLOC.invokeExact(scratch.allocate(STATE), 1L, bytes);
      if (address == 0) {
        throw new IllegalStateException("no memory for %d bytes".formatted(bytes));
      }
      return MemorySegment.ofAddress(address).reinterpret(bytes);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private int errno() {
    return (int) ERRNO.get(state, 0L);
  }

  private static MethodHandle function(
      String name, MemoryLayout result, MemoryLayout... arguments) {
    return link(name, List.of(), result, arguments);
  }

  private static MethodHandle variadic(
      String name, int fixed, MemoryLayout result, MemoryLayout... arguments) {
    return link(name, List.of(Linker.Option.firstVariadicArg(fixed)), result, arguments);
  }

  private static MethodHandle link(
      String name, List<Linker.Option> options, MemoryLayout result, MemoryLayout... arguments) {
    List<Linker.Option> all = new ArrayList<>(options);
    all.add(Linker.Option.captureCallState("errno"));
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, arguments),
        all.toArray(Linker.Option[]::new));
  }
}
