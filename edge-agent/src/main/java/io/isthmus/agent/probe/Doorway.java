package io.isthmus.agent.probe;

import io.isthmus.agent.net.Family;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The sockets at one address of a WAN link, outside or inside of WireGuard. */
final class Doorway {

  /** Ethernet with its check sequence, IP, UDP and the packet itself. */
  private static final int WIRE_BYTES_IPV4 = 18 + 20 + 8 + StampPacket.BYTES;

  private static final int WIRE_BYTES_IPV6 = WIRE_BYTES_IPV4 + 20;

  /** IPv6 and UDP outside, WireGuard's own 32, and what fills 92 up to a multiple of 16. */
  private static final int SECURE_BYTES = 40 + 8 + 32 + 4;

  private static final long RETRY_NANOS = 1_000_000_000L;

  final ProbePlan.Door plan;

  private @Nullable ProbeSocket sender;
  private @Nullable ProbeSocket reflector;
  private int deviceIndex;
  private boolean carrier;
  private String fault = "";
  private long retryAt;

  Doorway(ProbePlan.Door plan, long now) {
    this.plan = plan;
    this.retryAt = now;
  }

  /** What a probe is on the wire, at most. */
  static int wireBits(ProbePlan.Link link) {
    boolean inside = link.doors().stream().anyMatch(door -> !door.device().equals(link.device()));
    boolean ipv6 = link.doors().stream().anyMatch(d -> d.address().family() == Family.IPV6);
    return 8 * ((ipv6 ? WIRE_BYTES_IPV6 : WIRE_BYTES_IPV4) + (inside ? SECURE_BYTES : 0));
  }

  @Nullable ProbeSocket sender() {
    return sender;
  }

  @Nullable ProbeSocket reflector() {
    return reflector;
  }

  /** Why nothing can leave here; empty when all is well. */
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
