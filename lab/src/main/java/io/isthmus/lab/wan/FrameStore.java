package io.isthmus.lab.wan;

import io.isthmus.lab.kernel.Descriptors;
import java.lang.foreign.MemorySegment;

/**
 * Frames that are under way, in memory outside the heap: places of one size, the last one freed is
 * taken first, so that only as much memory is touched as was needed at once. One thread.
 */
final class FrameStore {
  /** Room for a frame, bytes: more than any WAN port's MTU allows. */
  static final int PLACE_BYTES = 2_048;

  static final int NONE = -1;

  private final MemorySegment memory;
  private final int[] free;
  private final int[] lengths;
  private final int[] lines;
  private int freeCount;

  FrameStore(int places) {
    memory = Descriptors.lazyMemory((long) places * PLACE_BYTES);
    free = new int[places];
    lengths = new int[places];
    lines = new int[places];
    for (int i = 0; i < places; i++) {
      free[i] = places - 1 - i;
    }
    freeCount = places;
  }

  /** A place for a frame, or {@link #NONE} when all are taken. */
  int take() {
    return freeCount == 0 ? NONE : free[--freeCount];
  }

  void release(int place) {
    free[freeCount++] = place;
  }

  void describe(int place, int line, int length) {
    lines[place] = line;
    lengths[place] = length;
  }

  void copy(int from, int to) {
    MemorySegment.copy(
        memory, (long) from * PLACE_BYTES, memory, (long) to * PLACE_BYTES, lengths[from]);
    describe(to, lines[from], lengths[from]);
  }

  long address(int place) {
    return memory.address() + (long) place * PLACE_BYTES;
  }

  int length(int place) {
    return lengths[place];
  }

  int line(int place) {
    return lines[place];
  }
}
