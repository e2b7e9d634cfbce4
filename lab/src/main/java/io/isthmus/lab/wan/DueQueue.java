package io.isthmus.lab.wan;

/**
 * Frames in the order in which they are due; those that are due at once in the order in which they
 * came. A binary heap in arrays of numbers, of fixed size. One thread.
 */
final class DueQueue {
  private final long[] dues;
  private final long[] orders;
  private final int[] frames;
  private int size;
  private long added;

  DueQueue(int capacity) {
    dues = new long[capacity];
    orders = new long[capacity];
    frames = new int[capacity];
  }

  boolean isEmpty() {
    return size == 0;
  }

  long nextDue() {
    return dues[0];
  }

  void add(long due, int frame) {
    int at = size++;
    long order = added++;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (dues[parent] <= due) {
        break;
      }
      move(parent, at);
      at = parent;
    }
    put(at, due, order, frame);
  }

  /** Takes the frame that is due next. */
  int poll() {
    int first = frames[0];
    size--;
    if (size > 0) {
      sink(dues[size], orders[size], frames[size]);
    }
    return first;
  }

  private void sink(long due, long order, int frame) {
    int at = 0;
    int child = 1;
    while (child < size) {
      if (child + 1 < size && isBefore(dues[child + 1], orders[child + 1], child)) {
        child++;
      }
      if (!isBefore(dues[child], orders[child], due, order)) {
        break;
      }
      move(child, at);
      at = child;
      child = 2 * at + 1;
    }
    put(at, due, order, frame);
  }

  private boolean isBefore(long due, long order, int other) {
    return isBefore(due, order, dues[other], orders[other]);
  }

  private static boolean isBefore(long due, long order, long otherDue, long otherOrder) {
    return due < otherDue || (due == otherDue && order < otherOrder);
  }

  private void move(int from, int to) {
    put(to, dues[from], orders[from], frames[from]);
  }

  private void put(int at, long due, long order, int frame) {
    dues[at] = due;
    orders[at] = order;
    frames[at] = frame;
  }
}
