package io.isthmus.lab.wan;

import io.isthmus.lab.kernel.Descriptors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries frames between the two ends of each wire. One thread reads, waits and writes; it
 * allocates nothing, so that no pause of the JVM makes a frame late. A frame that nothing is to be
 * done to is written at once.
 */
final class Emulator {
  private static final int PLACES = 32_768;
  private static final int BATCH = 64;
  private static final long LONGEST_WAIT_NANOS = 1_000_000_000;

  private final Descriptors io;
  private final int[] ends;
  private final Line[] lines;
  private final FrameStore frames = new FrameStore(PLACES);
  private final DueQueue queue = new DueQueue(PLACES);
  private int open;

  /** Attaches to both ends of each wire. */
  Emulator(List<Wire> wires, long seed) throws IOException {
    io = new Descriptors();
    List<Line> all = new ArrayList<>();
    ends = new int[2 * wires.size()];
    for (Wire wire : wires) {
      int at = all.size();
      ends[at] = wire.edgeRoom().call(() -> io.openTap(wire.edgePort()));
      ends[at + 1] = wire.underlay().call(() -> io.openTap(wire.underlayPort()));
      all.add(new Line(wire, Direction.OUT, seed + at));
      all.add(new Line(wire, Direction.IN, seed + at + 1));
    }
    lines = all.toArray(Line[]::new);
    open = ends.length;
  }

  List<Line> lines() {
    return List.of(lines);
  }

  /** How the emulator's thread is scheduled; called by that thread. */
  Descriptors.Priority hurry() {
    return io.hurry();
  }

  /** Carries frames until all ends are gone. */
  void run() throws IOException {
    io.watch(ends);
    while (open > 0) {
      deliver(System.nanoTime());
      if (io.await(untilNextDue())) {
        for (int i = 0; i < ends.length; i++) {
          if (io.isReady(i)) {
            receive(i);
            deliver(System.nanoTime());
          }
        }
      }
    }
  }

  private long untilNextDue() {
    if (queue.isEmpty()) {
      return LONGEST_WAIT_NANOS;
    }
    return Math.clamp(queue.nextDue() - System.nanoTime(), 0, LONGEST_WAIT_NANOS);
  }

  /** Line i leads from end i to its neighbour. */
  private void receive(int i) {
    for (int n = 0; n < BATCH; n++) {
      int place = frames.take();
      if (place == FrameStore.NONE) {
        lines[i].overloaded();
        // The next frames wait in the port's own queue until there is room.
        return;
      }
      int length = io.read(ends[i], frames.address(place), FrameStore.PLACE_BYTES);
      if (length <= 0) {
        frames.release(place);
        closeUnlessEmpty(i, length);
        return;
      }
      frames.describe(place, i, length);
      admit(lines[i], place, System.nanoTime());
    }
  }

  private void closeUnlessEmpty(int i, int result) {
    if (result != -Descriptors.EAGAIN && result != -Descriptors.EIO) {
      io.forget(i);
      io.close(ends[i]);
      ends[i] = -1;
      open--;
    }
  }

  private void admit(Line line, int place, long now) {
    Impairment what = line.impairment();
    if (what == Impairment.NONE && line.isIdle()) {
      send(line, place);
      frames.release(place);
      return;
    }
    long due = line.admit(what, now, frames.length(place));
    if (Line.isDropped(due)) {
      frames.release(place);
      return;
    }
    // Before the frame itself can leave its place.
    if (line.isDuplicated(what)) {
      duplicate(line, place, due);
    }
    depart(line, place, due);
  }

  private void duplicate(Line line, int place, long due) {
    int copy = frames.take();
    if (copy == FrameStore.NONE) {
      line.overloaded();
      return;
    }
    frames.copy(place, copy);
    depart(line, copy, due);
  }

  private void depart(Line line, int place, long due) {
    line.departed();
    queue.add(due, place);
  }

  private void deliver(long now) {
    while (!queue.isEmpty() && queue.nextDue() <= now) {
      long late = now - queue.nextDue();
      int place = queue.poll();
      Line line = lines[frames.line(place)];
      line.arrived(late);
      send(line, place);
      frames.release(place);
    }
  }

  private void send(Line line, int place) {
    int length = frames.length(place);
    int to = ends[frames.line(place) ^ 1];
    if (io.write(to, frames.address(place), length) == length) {
      line.forwarded(length);
    } else {
      // A port that is down takes nothing.
      line.overloaded();
    }
  }
}
