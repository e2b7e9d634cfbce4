package io.isthmus.southbound;

import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerFactory;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.isthmus.southbound.tls.HandshakeWatch;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The sockets of one listener and the threads that serve them. gRPC lets nobody see a connection
 * before its handshake is over; a handler in the listening channel's own pipeline does.
 */
final class EdgeListener {
  private final EventLoopGroup acceptor =
      new MultiThreadIoEventLoopGroup(1, threads("accept"), io());
  private final EventLoopGroup workers = new MultiThreadIoEventLoopGroup(0, threads("io"), io());

  NettyServerBuilder builder(List<InetSocketAddress> addresses, HandshakeWatch watch) {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(addresses.getFirst())
            .bossEventLoopGroup(acceptor)
            .workerEventLoopGroup(workers)
            .channelFactory(() -> listening(watch));
    addresses.stream().skip(1).forEach(builder::addListenAddress);
    return builder;
  }

  /** Once the server is gone. */
  void close() {
    acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    workers.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private static ServerChannel listening(HandshakeWatch watch) {
    ServerChannel channel =
        Epoll.isAvailable() ? new EpollServerSocketChannel() : new NioServerSocketChannel();
    channel.pipeline().addLast(watch);
    return channel;
  }

  private static IoHandlerFactory io() {
    return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
  }

  private static DefaultThreadFactory threads(String what) {
    return new DefaultThreadFactory("southbound-" + what, true);
  }
}
