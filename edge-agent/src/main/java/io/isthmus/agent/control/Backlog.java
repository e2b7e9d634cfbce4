package io.isthmus.agent.control;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.InvalidProtocolBufferException;
import io.isthmus.southbound.api.v1.Chosen;
import io.isthmus.southbound.api.v1.ClassWindow;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.EdgeNotice;
import io.isthmus.southbound.api.v1.Measurements;
import io.isthmus.southbound.api.v1.NoticesDropped;
import io.isthmus.southbound.api.v1.PathChanged;
import io.isthmus.southbound.api.v1.PathWindow;
import io.isthmus.southbound.api.v1.SlaChanged;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a controller that takes it. Notices stay until they are acknowledged, through any
 * number of streams; beyond {@link #MAX_NOTICES} the oldest goes, and a notice that says how many
 * went stands in its place. Measurements stay until they are sent; beyond {@link #MAX_BATCHES} or
 * {@link #MAX_WINDOWS} the oldest go and are counted.
 */
final class Backlog implements Outbox {

  static final int MAX_NOTICES = 10_000;

  /** An edge is small: choices carry all their inputs. */
  static final int MAX_NOTICE_BYTES = 4 << 20;

  static final int MAX_BATCHES = 300;
  static final int MAX_WINDOWS = 6_000;

  /** Parsed, a notice takes several times the room. */
  private record Waiting(long sequence, byte[] bytes, long dropped) {}

  private final Runnable wakeUp;

  @GuardedBy("this")
  private final List<Waiting> notices = new ArrayList<>();

  /** Where in the list those begin that were not yet sent on this stream. */
  @GuardedBy("this")
  private int unsent;

  @GuardedBy("this")
  private long nextSequence = 1;

  @GuardedBy("this")
  private int noticeBytes;

  @GuardedBy("this")
  private long droppedNotices;

  @GuardedBy("this")
  private Measurements.Builder collecting = Measurements.newBuilder();

  @GuardedBy("this")
  private final Deque<Measurements> batches = new ArrayDeque<>();

  @GuardedBy("this")
  private int waitingWindows;

  @GuardedBy("this")
  private long droppedWindows;

  /**
   * @param wakeUp called when there is a notice to send
   */
  Backlog(Runnable wakeUp) {
    this.wakeUp = wakeUp;
  }

  @Override
  public void notice(long atMicros, PathChanged change) {
    add(EdgeNotice.newBuilder().setAtMicros(atMicros).setPathChanged(change));
  }

  @Override
  public void notice(long atMicros, SlaChanged change) {
    add(EdgeNotice.newBuilder().setAtMicros(atMicros).setSlaChanged(change));
  }

  @Override
  public void notice(long atMicros, Chosen choice) {
    add(EdgeNotice.newBuilder().setAtMicros(atMicros).setChosen(choice));
  }

  @Override
  public synchronized void window(PathWindow window) {
    collecting.addPaths(window);
    boundCollecting();
  }

  @Override
  public synchronized void window(ClassWindow window) {
    collecting.addClasses(window);
    boundCollecting();
  }

  /** Where nobody ends batches, they end themselves. */
  @GuardedBy("this")
  private void boundCollecting() {
    if (size(collecting.getPathsCount(), collecting.getClassesCount()) >= MAX_WINDOWS / 2) {
      closeBatch();
    }
  }

  private void add(EdgeNotice.Builder notice) {
    synchronized (this) {
      long sequence = nextSequence++;
      byte[] bytes = notice.setSequence(sequence).build().toByteArray();
      notices.add(new Waiting(sequence, bytes, 0));
      noticeBytes += bytes.length;
      while (notices.size() > MAX_NOTICES || noticeBytes > MAX_NOTICE_BYTES && notices.size() > 2) {
        dropOldest();
      }
    }
    wakeUp.run();
  }

  /**
   * The oldest becomes one that says so, or is added to the one that says so already; not to one
   * that the controller may have taken.
   */
  @GuardedBy("this")
  private void dropOldest() {
    int at = notices.getFirst().dropped > 0 && unsent > 0 ? 1 : 0;
    long dropped = 1;
    if (notices.get(at).dropped > 0) {
      dropped += notices.get(at).dropped;
      remove(at);
    }
    Waiting oldest = notices.get(at);
    remove(at);
    droppedNotices++;
    EdgeNotice notice =
        EdgeNotice.newBuilder()
            .setSequence(oldest.sequence)
            .setAtMicros(parsed(oldest).getAtMicros())
            .setDropped(NoticesDropped.newBuilder().setCount(dropped))
            .build();
    byte[] bytes = notice.toByteArray();
    notices.add(at, new Waiting(oldest.sequence, bytes, dropped));
    noticeBytes += bytes.length;
  }

  @GuardedBy("this")
  private void remove(int index) {
    noticeBytes -= notices.remove(index).bytes.length;
    if (index < unsent) {
      unsent--;
    }
  }

  private static EdgeNotice parsed(Waiting waiting) {
    try {
      return EdgeNotice.parseFrom(waiting.bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The controller recorded everything up to here, or refused it for good. */
  synchronized void acknowledged(long sequence) {
    while (!notices.isEmpty() && notices.getFirst().sequence <= sequence) {
      remove(0);
    }
  }

  /** A new stream: what is not acknowledged is sent again. */
  synchronized void rewind() {
    unsent = 0;
  }

  /** A second is over: what was measured in it is one message. */
  synchronized void closeBatch() {
    int windows = size(collecting.getPathsCount(), collecting.getClassesCount());
    if (windows == 0) {
      return;
    }
    batches.add(collecting.build());
    waitingWindows += windows;
    collecting = Measurements.newBuilder();
    while (batches.size() > MAX_BATCHES || waitingWindows > MAX_WINDOWS && batches.size() > 1) {
      int dropped = size(batches.removeFirst());
      waitingWindows -= dropped;
      droppedWindows += dropped;
    }
  }

  private static int size(Measurements batch) {
    return size(batch.getPathsCount(), batch.getClassesCount());
  }

  private static int size(int paths, int classes) {
    return paths + classes;
  }

  /** What is to be sent next, notices first; null when that is all. */
  synchronized @Nullable EdgeMessage next() {
    if (unsent < notices.size()) {
      return EdgeMessage.newBuilder().setNotice(parsed(notices.get(unsent++))).build();
    }
    Measurements batch = batches.pollFirst();
    if (batch == null) {
      return null;
    }
    waitingWindows -= size(batch);
    return EdgeMessage.newBuilder()
        .setMeasurements(batch.toBuilder().setDroppedWindows(droppedWindows))
        .build();
  }

  /** Notices that are not acknowledged. */
  synchronized int waitingNotices() {
    return notices.size();
  }

  synchronized long droppedNotices() {
    return droppedNotices;
  }

  synchronized int waitingBatches() {
    return batches.size();
  }

  synchronized long droppedWindows() {
    return droppedWindows;
  }
}
