package io.isthmus.southbound.tls;

import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.Refusals;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes who was not let in, and why. Never blocks. */
public final class RefusedEdges {
  private static final Logger log = LoggerFactory.getLogger(RefusedEdges.class);
  private static final String ACTION = "CONNECT_EDGE";

  private final Refusals refusals;
  private final Clock clock;

  public RefusedEdges(Refusals refusals, Clock clock) {
    this.refusals = refusals;
    this.clock = clock;
  }

  /** A connection that came to nothing. */
  void refused(@Nullable SocketAddress from, HandshakeRefusal reason, String words) {
    log.debug("a connection from {} was refused: {}: {}", from, reason, words);
    refusals.refused(
        AuditEntry.refused(
            clock.instant(),
            Optional.empty(),
            Actor.unknown(address(from)),
            ACTION,
            "southbound",
            reason.name()));
  }

  /** A stream of who showed no certificate. */
  public void refused(@Nullable SocketAddress from, String reason) {
    refusals.refused(
        AuditEntry.refused(
            clock.instant(),
            Optional.empty(),
            Actor.unknown(address(from)),
            ACTION,
            "southbound",
            reason));
  }

  /** A stream of who showed the certificate of an edge. */
  public void refused(@Nullable SocketAddress from, EdgeKey edge, String reason) {
    refusals.refused(
        AuditEntry.refused(
            clock.instant(),
            Optional.of(edge.tenant()),
            Actor.edge(edge, address(from)),
            ACTION,
            "edges/" + edge.edge(),
            reason));
  }

  /** Without the port, which says nothing. */
  public static String address(@Nullable SocketAddress from) {
    if (from instanceof InetSocketAddress internet) {
      InetAddress address = internet.getAddress();
      return address == null ? internet.getHostString() : address.getHostAddress();
    }
    return "unknown";
  }
}
