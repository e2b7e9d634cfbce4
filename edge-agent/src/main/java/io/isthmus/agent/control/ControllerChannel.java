package io.isthmus.agent.control;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.isthmus.agent.identity.ClientTls;
import io.isthmus.agent.identity.ControllerAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connections to the controllers, one at a time and a new one for each attempt: one event loop,
 * small buffers, no thread but that loop's.
 */
final class ControllerChannel implements AutoCloseable {

  /** A full configuration of some ten thousand tunnels; more would not fit into the heap. */
  private static final int MAX_MESSAGE_BYTES = 4 << 20;

  private static final int FLOW_CONTROL_BYTES = 256 << 10;

  /** A controller whose machine vanished is noticed after both. */
  private static final int KEEPALIVE_SECONDS = 20;

  private static final int KEEPALIVE_TIMEOUT_SECONDS = 5;

  private final EventLoopGroup loop = new NioEventLoopGroup(1);
  private final List<ControllerAddress> fixed;
  private List<ControllerAddress> addresses;
  private int at;
  private @Nullable ManagedChannel channel;

  /**
   * @param fixed whom to dial whatever the identity says; empty: whom that says
   */
  ControllerChannel(List<ControllerAddress> fixed, List<ControllerAddress> known) {
    this.fixed = List.copyOf(fixed);
    this.addresses = fixed.isEmpty() ? List.copyOf(known) : this.fixed;
    // The thread is started here, in the namespace of the edge.
    loop.submit(() -> {}).syncUninterruptibly();
  }

  /** Who is dialled next. */
  ControllerAddress address() {
    return addresses.get(at);
  }

  /** The one in turn was no good. */
  void turn() {
    at = (at + 1) % addresses.size();
  }

  /** The identity says others from now on. */
  void readdress(List<ControllerAddress> others) {
    if (fixed.isEmpty() && !addresses.equals(others)) {
      addresses = List.copyOf(others);
      at = 0;
    }
  }

  /**
   * A connection of its own, after which there is no other; it is made when something is called.
   */
  ManagedChannel dial(SslContext tls) {
    hangUp();
    NettyChannelBuilder builder = ClientTls.to(address(), tls);
    ManagedChannel dialled =
        builder
            .eventLoopGroup(loop)
            .channelType(NioSocketChannel.class)
            .directExecutor()
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .flowControlWindow(FLOW_CONTROL_BYTES)
            .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(KEEPALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .build();
    channel = dialled;
    return dialled;
  }

  void hangUp() {
    if (channel != null) {
      channel.shutdownNow();
      channel = null;
    }
  }

  @Override
  public void close() {
    hangUp();
    var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
