package io.isthmus.lab.flow;

import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.kernel.RawSocket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** ICMPv6 echo (RFC 4443) from one edge's end of an overlay to the other's. */
public final class TunnelPing {
  private static final byte REQUEST = (byte) 128;
  private static final byte REPLY = (byte) 129;
  private static final int LENGTH = 16;
  private static final Duration WAIT = Duration.ofMillis(20);

  private TunnelPing() {}

  /** The round trip of one echo, sent again until one is answered or the limit is over. */
  public static Optional<Double> rttMs(Namespace edge, String own, String remote, Duration limit)
      throws IOException {
    return edge.call(() -> {
      long end = System.nanoTime() + limit.toNanos();
      // The first may meet a cold path; the second tells how long it takes.
      if (awaitHere(own, remote, end).isEmpty()) {
        return Optional.empty();
      }
      long begin = System.nanoTime();
      OptionalLong answered = awaitHere(own, remote, begin + limit.toNanos());
      return answered.isEmpty()
          ? Optional.empty()
          : Optional.of((answered.getAsLong() - begin) / 1e6);
    });
  }

  /**
   * Sends echo requests until one is answered, in the namespace of the calling thread.
   *
   * @return {@link System#nanoTime} at the answer; empty when none came in time
   */
  public static OptionalLong awaitHere(String own, String remote, long endNanos)
      throws IOException {
    while (System.nanoTime() < endNanos) {
      // Until the overlay is there, the edge has no such address and no such route.
      try (RawSocket socket = RawSocket.icmp6(address(own), address(remote))) {
        socket.waitAtMost(WAIT);
        socket.send(request());
        if (isAnswered(socket)) {
          return OptionalLong.of(System.nanoTime());
        }
      } catch (IOException e) {
        sleepOneMillisecond();
      }
    }
    return OptionalLong.empty();
  }

  private static boolean isAnswered(RawSocket socket) throws IOException {
    while (true) {
      ByteBuffer packet = socket.receive();
      if (!packet.hasRemaining()) {
        return false;
      }
      if (packet.get(0) == REPLY) {
        return true;
      }
    }
  }

  private static ByteBuffer request() {
    // The kernel fills in the checksum (RFC 3542, section 3.1).
    return ByteBuffer.allocate(LENGTH).put(0, REQUEST);
  }

  private static Inet6Address address(String text) {
    return (Inet6Address) InetAddress.ofLiteral(text);
  }

  private static void sleepOneMillisecond() throws IOException {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
