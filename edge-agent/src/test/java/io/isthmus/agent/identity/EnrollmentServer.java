package io.isthmus.agent.identity;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.stub.StreamObserver;
import io.isthmus.southbound.api.v1.EdgeEnrollmentGrpc;
import io.isthmus.southbound.api.v1.EnrollReply;
import io.isthmus.southbound.api.v1.EnrollRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The controller's enrolment on a real socket, answering as a test says. */
final class EnrollmentServer extends EdgeEnrollmentGrpc.EdgeEnrollmentImplBase
    implements AutoCloseable {

  private final List<EnrollRequest> requests = new CopyOnWriteArrayList<>();
  private final Server server;
  private volatile Function<EnrollRequest, EnrollReply> answer;

  /**
   * @param tls null for a server without
   */
  EnrollmentServer(@Nullable SslContext tls, Function<EnrollRequest, EnrollReply> answer)
      throws IOException {
    this.answer = answer;
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0)).addService(this);
    if (tls != null) {
      builder.sslContext(tls);
    }
    server = builder.build().start();
  }

  static StatusRuntimeException refusal(String reason) {
    Metadata trailers = new Metadata();
    trailers.put(Metadata.Key.of("isthmus-refusal", Metadata.ASCII_STRING_MARSHALLER), reason);
    return Status.UNAUTHENTICATED.withDescription("in words").asRuntimeException(trailers);
  }

  ControllerAddress address() {
    return new ControllerAddress("127.0.0.1", server.getPort());
  }

  void answer(Function<EnrollRequest, EnrollReply> with) {
    answer = with;
  }

  List<EnrollRequest> requests() {
    return requests;
  }

  @Override
  public void enroll(EnrollRequest request, StreamObserver<EnrollReply> responses) {
    requests.add(request);
    try {
      responses.onNext(answer.apply(request));
      responses.onCompleted();
    } catch (StatusRuntimeException e) {
      responses.onError(e);
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
