package io.isthmus.southbound.tls;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a call.
 *
 * @param address where it comes from; null only where there is no network
 */
public record Peer(@Nullable SocketAddress address, Shown shown) {
  /** What it showed of itself. */
  public sealed interface Shown {
    record Nothing() implements Shown {}

    /** A certificate that was fit when the connection began, and is no longer. */
    record Unfit(HandshakeRefusal reason, String words) implements Shown {}

    record Edge(EdgeCertificate certificate) implements Shown {}
  }
}
