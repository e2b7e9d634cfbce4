package io.isthmus.agent.probe;

import io.isthmus.agent.net.Family;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A local WAN link's sockets, and whether packets can leave by it. */
final class WanPort {

  /** Ethernet with its check sequence, IP, UDP and the packet itself. */
  private static final int WIRE_BYTES_IPV4 = 18 + 20 + 8 + StampPacket.BYTES;

  private static final int WIRE_BYTES_IPV6 = WIRE_BYTES_IPV4 + 20;
  private static final long RETRY_NANOS = 1_000_000_000L;

  final ProbePlan.Link plan;
  final int number;
  final Allowance allowance;

  private @Nullable ProbeSocket sender;
  private @Nullable ProbeSocket reflector;
  private int deviceIndex;
  private boolean carrier;
  private String fault;
  private long retryAt;

  /** Traffic of the device in about the last second. */
  long txBps;

  long rxBps;
  private LinkCounters.@Nullable Count counted;
  private long countedAt;

  WanPort(ProbePlan.Link plan, int number, long now) {
    this.plan = plan;
    this.number = number;
    this.allowance = new Allowance(plan.budgetBps(), wireBits(), now);
    this.fault = "";
    this.retryAt = now;
  }

  final int wireBits() {
    return 8 * (plan.address().family() == Family.IPV4 ? WIRE_BYTES_IPV4 : WIRE_BYTES_IPV6);
  }

  @Nullable ProbeSocket sender() {
    return sender;
  }

  @Nullable ProbeSocket reflector() {
    return reflector;
  }

  /** Why nothing can leave by this link; empty when all is well. */
  String fault() {
    return fault;
  }

  boolean isOpen() {
    return sender != null;
  }

  /** What the kernel says of a device of our name. */
  void device(int index, boolean up) {
    if (index != deviceIndex) {
      // Sockets are bound to a device and not to its name.
      close();
      deviceIndex = index;
      retryAt = Long.MIN_VALUE;
    }
    carrier = up;
    if (isOpen()) {
      fault = up ? "" : plan.device() + " is down";
    }
  }

  /** Whether the kernel told of the device, or that there is none. */
  boolean isKnown() {
    return deviceIndex != 0 || !fault.isEmpty();
  }

  boolean isDevice(int index) {
    return deviceIndex != 0 && deviceIndex == index;
  }

  void deviceGone() {
    close();
    deviceIndex = 0;
    carrier = false;
    fault = plan.device() + " does not exist";
  }

  /** Something changed that may let the sockets be opened now. */
  void retrySoon() {
    retryAt = Long.MIN_VALUE;
  }

  /** When {@link #open} has something to try. */
  long retryAt() {
    return isOpen() || deviceIndex == 0 ? Long.MAX_VALUE : retryAt;
  }

  /** True where the sockets are new. */
  boolean open(Native calls, int port, long now) {
    if (retryAt() > now) {
      return false;
    }
    try {
      sender = ProbeSocket.open(calls, plan.device(), plan.address(), ProbeSocket.ANY_PORT);
      reflector = ProbeSocket.open(calls, plan.device(), plan.address(), port);
      fault = carrier ? "" : plan.device() + " is down";
      return true;
    } catch (IOException e) {
      close();
      fault =
          carrier
              ? "no probe can be sent from " + plan.address() + " by " + plan.device()
              : plan.device() + " is down";
      retryAt = now + RETRY_NANOS;
      return false;
    }
  }

  /** Takes the rates from two looks at the device's counters, the last one now. */
  void counted(LinkCounters.@Nullable Count count, long now) {
    LinkCounters.Count before = counted;
    if (before == null || count == null || now <= countedAt) {
      txBps = 0;
      rxBps = 0;
    } else {
      txBps = rate(count.sentBytes() - before.sentBytes(), now - countedAt);
      rxBps = rate(count.receivedBytes() - before.receivedBytes(), now - countedAt);
    }
    counted = count;
    countedAt = now;
  }

  /** Counters begin anew with a new device. */
  private static long rate(long bytes, long nanos) {
    return bytes < 0 ? 0 : Math.round(bytes * 8e9 / nanos);
  }

  void close() {
    if (sender != null) {
      sender.close();
      sender = null;
    }
    if (reflector != null) {
      reflector.close();
      reflector = null;
    }
  }
}
