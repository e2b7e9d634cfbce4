package io.isthmus.agent.control;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.isthmus.agent.identity.ControllerAddress;
import io.isthmus.southbound.api.v1.EdgeControlGrpc;
import io.isthmus.southbound.api.v1.EdgeControlGrpc.EdgeControlStub;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** The connection to the controller: one event loop, small buffers, no thread but that loop's. */
final class ControllerChannel implements AutoCloseable {

  /** A full configuration of some ten thousand tunnels; more would not fit into the heap. */
  private static final int MAX_MESSAGE_BYTES = 4 << 20;

  private static final int FLOW_CONTROL_BYTES = 256 << 10;

  /** A controller whose machine vanished is noticed after both. */
  private static final int KEEPALIVE_SECONDS = 20;

  private static final int KEEPALIVE_TIMEOUT_SECONDS = 5;

  private final EventLoopGroup loop = new NioEventLoopGroup(1);
  private final ManagedChannel channel;

  ControllerChannel(ControllerAddress address) {
    // The thread is started here, in the namespace of the edge.
    loop.submit(() -> {}).syncUninterruptibly();
    channel =
        builder(address.host(), address.port())
            .usePlaintext()
            .eventLoopGroup(loop)
            .channelType(NioSocketChannel.class)
            .directExecutor()
            .disableRetry()
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .flowControlWindow(FLOW_CONTROL_BYTES)
            .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(KEEPALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .build();
  }

  /** A literal needs no resolver, nor its threads. */
  private static NettyChannelBuilder builder(String host, int port) {
    try {
      return NettyChannelBuilder.forAddress(
          new InetSocketAddress(InetAddress.ofLiteral(host), port));
    } catch (IllegalArgumentException e) {
      return NettyChannelBuilder.forAddress(host, port);
    }
  }

  /** For an attempt now: when to try is decided here and not by the channel's own backoff. */
  EdgeControlStub stub() {
    channel.resetConnectBackoff();
    return EdgeControlGrpc.newStub(channel);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
