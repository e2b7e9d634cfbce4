package io.isthmus.agent.control;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.stub.StreamObserver;
import io.isthmus.agent.desired.ConfigSet;
import io.isthmus.southbound.api.v1.ConfigDelta;
import io.isthmus.southbound.api.v1.ConfigResource;
import io.isthmus.southbound.api.v1.ConfigResult;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.api.v1.ControllerMessage;
import io.isthmus.southbound.api.v1.Drain;
import io.isthmus.southbound.api.v1.EdgeControlGrpc;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.FullConfig;
import io.isthmus.southbound.api.v1.Hello;
import io.isthmus.southbound.api.v1.NoticeAck;
import io.isthmus.southbound.api.v1.Welcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The controller's side of the contract, on a real socket, doing what a test says. */
final class ScriptedController extends EdgeControlGrpc.EdgeControlImplBase {

  private final BlockingQueue<EdgeMessage> inbox = new LinkedBlockingQueue<>();
  private final AtomicLong sessions = new AtomicLong();
  private final AtomicLong nonces = new AtomicLong();
  private final EventLoopGroup loop = new NioEventLoopGroup(1);
  private final Server server;
  private volatile StreamObserver<ControllerMessage> edge;

  /** Listens on the loopback of the calling thread's namespace. */
  ScriptedController(int port) throws IOException {
    // The group's own thread, started from here, is in this namespace; shared ones may be
    // elsewhere.
    loop.submit(() -> {}).syncUninterruptibly();
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
            .bossEventLoopGroup(loop)
            .workerEventLoopGroup(loop)
            .channelType(NioServerSocketChannel.class)
            .directExecutor()
            .permitKeepAliveTime(1, TimeUnit.SECONDS)
            .addService(this)
            .build()
            .start();
  }

  int port() {
    return server.getPort();
  }

  void stop() throws InterruptedException {
    server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
  }

  @Override
  public StreamObserver<EdgeMessage> connect(StreamObserver<ControllerMessage> responses) {
    edge = responses;
    return new StreamObserver<>() {
      @Override
      public void onNext(EdgeMessage message) {
        inbox.add(message);
      }

      @Override
      public void onError(Throwable error) {}

      @Override
      public void onCompleted() {
        responses.onCompleted();
      }
    };
  }

  /** Waits for the next hello and answers it. */
  Hello welcome(int heartbeatMillis) throws InterruptedException {
    Hello hello = next(EdgeMessage::hasHello).getHello();
    send(
        ControllerMessage.newBuilder()
            .setWelcome(
                Welcome.newBuilder()
                    .setSessionEpoch(sessions.incrementAndGet())
                    .setHeartbeatIntervalMillis(heartbeatMillis))
            .build());
    return hello;
  }

  ConfigResult full(long revision, Collection<ConfigResource> resources)
      throws InterruptedException {
    return update(
        ConfigUpdate.newBuilder()
            .setRevision(revision)
            .setHash(hash(ConfigSet.of(resources)))
            .setFull(FullConfig.newBuilder().addAllResources(resources)));
  }

  ConfigResult delta(
      long revision, ConfigSet base, Collection<ConfigResource> upserts, List<String> removed)
      throws InterruptedException {
    return update(
        ConfigUpdate.newBuilder()
            .setRevision(revision)
            .setHash(hash(base.with(upserts, removed)))
            .setDelta(
                ConfigDelta.newBuilder()
                    .setBaseHash(hash(base))
                    .addAllUpserts(upserts)
                    .addAllRemovedKeys(removed)));
  }

  ConfigResult update(ConfigUpdate.Builder update) throws InterruptedException {
    String nonce = "n" + nonces.incrementAndGet();
    send(ControllerMessage.newBuilder().setConfigUpdate(update.setNonce(nonce)).build());
    return next(m -> m.hasConfigResult() && m.getConfigResult().getNonce().equals(nonce))
        .getConfigResult();
  }

  static ByteString hash(ConfigSet config) {
    return ByteString.copyFrom(config.hash());
  }

  void drain(int millis) {
    send(
        ControllerMessage.newBuilder()
            .setDrain(Drain.newBuilder().setReconnectAfterMillis(millis))
            .build());
  }

  void acknowledge(long sequence) {
    send(
        ControllerMessage.newBuilder()
            .setNoticeAck(NoticeAck.newBuilder().setSequence(sequence))
            .build());
  }

  void abort() {
    edge.onError(Status.ABORTED.withDescription("a newer session").asRuntimeException());
  }

  private void send(ControllerMessage message) {
    edge.onNext(message);
  }

  /** The next message that fits; others are left out. */
  EdgeMessage next(java.util.function.Predicate<EdgeMessage> fits) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (true) {
      EdgeMessage message = inbox.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (message == null) {
        throw new AssertionError("the edge said nothing for 15 s");
      }
      if (fits.test(message)) {
        return message;
      }
    }
  }
}
