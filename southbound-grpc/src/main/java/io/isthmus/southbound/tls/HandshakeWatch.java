package io.isthmus.southbound.tls;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.handler.ssl.NotSslRecordException;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslHandler;
import io.grpc.netty.shaded.io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at each connection as it is accepted: turns it away when its source tries too often, and
 * notes why its handshake failed. gRPC itself would only log that.
 */
public final class HandshakeWatch extends ChannelInboundHandlerAdapter {
  private final SourceLimit limit;
  private final RefusedEdges refused;
  private final AtomicLong handshakes = new AtomicLong();

  public HandshakeWatch(SourceLimit limit, RefusedEdges refused) {
    this.limit = limit;
    this.refused = refused;
  }

  /** How many handshakes succeeded. */
  public long handshakes() {
    return handshakes.get();
  }

  /** In the listening channel's pipeline: each message is a new connection. */
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    Channel connection = (Channel) message;
    if (connection.remoteAddress() instanceof InetSocketAddress from
        && !limit.take(from.getAddress())) {
      refused.refused(
          from, HandshakeRefusal.TOO_MANY_ATTEMPTS, "too many connections from this address");
      connection.unsafe().closeForcibly();
      return;
    }
    connection.pipeline().addLast(new FirstBytes());
    context.fireChannelRead(message);
  }

  @Override
  public boolean isSharable() {
    return true;
  }

  /** Waits until gRPC has set up TLS, which is when something came; then it is needed no more. */
  private final class FirstBytes extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      SslHandler tls = context.pipeline().get(SslHandler.class);
      if (tls != null) {
        tls.handshakeFuture().addListener(done -> ended(context.channel(), done));
        context.pipeline().remove(this);
      }
      context.fireChannelRead(message);
    }
  }

  private void ended(Channel connection, Future<?> handshake) {
    if (handshake.isSuccess()) {
      handshakes.incrementAndGet();
      return;
    }
    Throwable cause = handshake.cause();
    reason(cause)
        .ifPresent(
            reason -> refused.refused(connection.remoteAddress(), reason, String.valueOf(cause)));
  }

  /** Empty when the client merely went away: nobody was refused anything. */
  static Optional<HandshakeRefusal> reason(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateRefused certificate) {
        return Optional.of(certificate.reason());
      }
      if (cause instanceof NotSslRecordException) {
        return Optional.of(HandshakeRefusal.NOT_TLS);
      }
      if (cause instanceof ClosedChannelException) {
        return Optional.empty();
      }
    }
    if (failure instanceof SSLException) {
      return Optional.of(byWords(String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT)));
    }
    return Optional.empty();
  }

  /** Java tells these apart by words alone. */
  private static HandshakeRefusal byWords(String words) {
    if (words.contains("protocol") && (words.contains("tlsv1") || words.contains("version"))) {
      return HandshakeRefusal.TLS_VERSION;
    }
    if (words.contains("received fatal alert")) {
      return HandshakeRefusal.REFUSED_BY_CLIENT;
    }
    return HandshakeRefusal.HANDSHAKE_FAILED;
  }
}
