package io.isthmus.agent.control;

import io.grpc.Status;
import io.isthmus.agent.identity.Refusal;
import io.isthmus.agent.netlink.KernelMonitor;
import io.isthmus.southbound.api.v1.ControllerMessage;
import io.isthmus.southbound.api.v1.EnrollReply;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the agent's thread. Bounded: the controller has one update on its way at most, and
 * any number of kernel events come to a few flags.
 */
final class Inbox {

  private static final int CAPACITY = 256;

  private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>(CAPACITY);
  private final AtomicBoolean kernelChanged = new AtomicBoolean();
  private final AtomicBoolean vnisChanged = new AtomicBoolean();
  private final AtomicBoolean woken = new AtomicBoolean();

  sealed interface Item {}

  /** A message of a stream, with the time at which it was there. */
  record Received(long stream, ControllerMessage message, long atNanos) implements Item {}

  /** A stream, or a request for a certificate, is over; where it was refused, the reason. */
  record StreamEnded(long stream, Status status, Optional<Refusal> refusal) implements Item {}

  /** The answer to a request for a certificate. */
  record Enrolled(long request, EnrollReply reply) implements Item {}

  /** The kernel said that something changed which the agent did not do. */
  record KernelChanged(long atNanos) implements Item {}

  /** VNIs changed, by the agent or by another: the kernel does not tell. */
  record VnisChanged(long atNanos) implements Item {}

  /** There is something to send, or room for it. */
  record Wake() implements Item {}

  record Stop() implements Item {}

  /** False where the queue is full, which only a controller that breaks the contract achieves. */
  boolean offer(Item item) {
    return queue.offer(item);
  }

  void kernelEvent(KernelMonitor.Event event) {
    long now = System.nanoTime();
    if (event instanceof KernelMonitor.VnisChanged) {
      if (vnisChanged.compareAndSet(false, true) && !queue.offer(new VnisChanged(now))) {
        vnisChanged.set(false);
      }
    } else if (kernelChanged.compareAndSet(false, true) && !queue.offer(new KernelChanged(now))) {
      kernelChanged.set(false);
    }
  }

  /** Makes {@link #take} return soon; never blocks. */
  void wakeUp() {
    if (woken.compareAndSet(false, true) && !queue.offer(new Wake())) {
      woken.set(false);
    }
  }

  /** The next item, or null when the time is over. */
  @Nullable Item take(Duration wait) throws InterruptedException {
    Item item = queue.poll(Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS);
    if (item instanceof KernelChanged) {
      kernelChanged.set(false);
    } else if (item instanceof VnisChanged) {
      vnisChanged.set(false);
    } else if (item instanceof Wake) {
      woken.set(false);
    }
    return item;
  }
}
