package io.isthmus.agent.probe;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * What the probing thread waits for: to be woken up, news of devices, and packets at the open
 * sockets. Confined to that thread.
 */
final class Descriptors {

  private static final int ENTRY_BYTES = 8;
  private static final int WAKE_UP = 0;
  private static final int MONITOR = 1;

  private final Native calls;
  private final int wakeUp;
  private final int monitor;
  private Arena arena = Arena.ofShared();
  private MemorySegment entries = MemorySegment.NULL;
  private boolean changed = true;

  Descriptors(Native calls, int wakeUp, int monitor) {
    this.calls = calls;
    this.wakeUp = wakeUp;
    this.monitor = monitor;
  }

  /** Sockets were opened or closed: they are looked up before the next wait. */
  void change() {
    changed = true;
  }

  /** To be called before a wait. */
  void refresh(List<WanPort> ports) {
    if (changed) {
      collect(ports);
      changed = false;
    }
  }

  private void collect(List<WanPort> ports) {
    List<Integer> all = new ArrayList<>(List.of(wakeUp, monitor));
    for (WanPort port : ports) {
      for (Doorway doorway : port.doorways()) {
        ProbeSocket sender = doorway.sender();
        ProbeSocket reflector = doorway.reflector();
        if (sender != null && reflector != null) {
          all.add(sender.descriptor());
          all.add(reflector.descriptor());
        }
      }
    }
    arena.close();
    arena = Arena.ofShared();
    entries = arena.allocate((long) ENTRY_BYTES * all.size(), 8);
    for (int i = 0; i < all.size(); i++) {
      entries.set(ValueLayout.JAVA_INT, (long) ENTRY_BYTES * i, all.get(i));
      entries.set(ValueLayout.JAVA_SHORT, (long) ENTRY_BYTES * i + 4, Native.POLLIN);
    }
  }

  /** How many are ready, after at most so long. */
  int await(long nanos) {
    return calls.poll(entries, (int) (entries.byteSize() / ENTRY_BYTES), nanos);
  }

  /** Whoever wakes the thread up from now on wakes it up again. */
  void takeWakeUps() {
    if (isReady(WAKE_UP)) {
      calls.takeEvents(wakeUp);
    }
  }

  boolean hasNewsOfDevices() {
    return isReady(MONITOR);
  }

  private boolean isReady(int entry) {
    return entries.get(ValueLayout.JAVA_SHORT, (long) ENTRY_BYTES * entry + 6) != 0;
  }

  void close() {
    arena.close();
  }
}
