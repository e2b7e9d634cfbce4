package io.isthmus.agent;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.stub.StreamObserver;
import io.isthmus.agent.desired.ConfigSet;
import io.isthmus.agent.identity.ControllerAddress;
import io.isthmus.agent.identity.IdentityStore;
import io.isthmus.agent.identity.ThrowAwayAuthority;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.api.v1.ControllerMessage;
import io.isthmus.southbound.api.v1.EdgeControlGrpc;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.FullConfig;
import io.isthmus.southbound.api.v1.Welcome;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * A controller for an agent to talk to while its ahead-of-time cache is made: it welcomes, and
 * sends an empty configuration. It has an authority of its own that is gone with the process, and
 * no agent trusts it but the one that it makes the identity of; it serves nobody beyond this
 * machine. No part of the agent: a program of its own.
 *
 * <p>{@code java -cp … io.isthmus.agent.Rehearsal STATE-DIRECTORY PORT}
 */
final class Rehearsal extends EdgeControlGrpc.EdgeControlImplBase {

  private static final int HEARTBEAT_MILLIS = 1_000;

  private Rehearsal() {}

  public static void main(String[] args) throws Exception {
    ControllerAddress address = new ControllerAddress("127.0.0.1", Integer.parseInt(args[1]));
    ThrowAwayAuthority authority = new ThrowAwayAuthority();
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(address.host(), address.port()))
            .sslContext(
                GrpcSslContexts.configure(
                        SslContextBuilder.forServer(
                            authority.controllerKey(), authority.controllerChain()),
                        SslProvider.JDK)
                    .trustManager(authority.root())
                    .build())
            .addService(new Rehearsal())
            .build()
            .start();
    new IdentityStore(Path.of(args[0])).save(authority.edge(List.of(address)));
    System.out.println("ready");
    server.awaitTermination();
  }

  @Override
  public StreamObserver<EdgeMessage> connect(StreamObserver<ControllerMessage> edge) {
    return new StreamObserver<>() {
      @Override
      public void onNext(EdgeMessage message) {
        if (message.hasHello()) {
          welcome(edge);
        }
      }

      @Override
      public void onError(Throwable error) {}

      @Override
      public void onCompleted() {
        edge.onCompleted();
      }
    };
  }

  private static void welcome(StreamObserver<ControllerMessage> edge) {
    edge.onNext(
        ControllerMessage.newBuilder()
            .setWelcome(Welcome.newBuilder().setHeartbeatIntervalMillis(HEARTBEAT_MILLIS))
            .build());
    edge.onNext(
        ControllerMessage.newBuilder()
            .setConfigUpdate(
                ConfigUpdate.newBuilder()
                    .setRevision(1)
                    .setNonce("rehearsal")
                    .setHash(ByteString.copyFrom(ConfigSet.EMPTY.hash()))
                    .setFull(FullConfig.getDefaultInstance()))
            .build());
    System.out.println("welcomed");
  }
}
