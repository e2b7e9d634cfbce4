package io.isthmus.southbound.session;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.isthmus.southbound.api.v1.ControllerMessage;
import io.isthmus.southbound.api.v1.EdgeControlGrpc;
import io.isthmus.southbound.api.v1.EdgeMessage;
import java.util.Optional;

/** The contract's service: hands each stream to a session of its own. */
public final class EdgeControlService implements BindableService {
  private final EdgeSessions sessions;

  public EdgeControlService(EdgeSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public ServerServiceDefinition bindService() {
    MethodDescriptor<EdgeMessage, ControllerMessage> contract = EdgeControlGrpc.getConnectMethod();
    MethodDescriptor<EdgeMessage, ControllerMessage> lenient =
        contract.toBuilder(
                new LenientMarshaller(contract.getRequestMarshaller()),
                contract.getResponseMarshaller())
            .build();
    return ServerServiceDefinition.builder(EdgeControlGrpc.SERVICE_NAME)
        .addMethod(lenient, ServerCalls.asyncBidiStreamingCall(this::connect))
        .build();
  }

  private StreamObserver<EdgeMessage> connect(StreamObserver<ControllerMessage> responses) {
    ServerCallStreamObserver<ControllerMessage> call =
        (ServerCallStreamObserver<ControllerMessage>) responses;
    call.disableAutoRequest();
    Optional<EdgeSession> session = sessions.open(new GrpcEdgeLink(call));
    if (session.isEmpty()) {
      call.onError(
          Status.RESOURCE_EXHAUSTED
              .withDescription(
                  "%d streams are open already: reconnect later or to another controller"
                      .formatted(EdgeSessions.MOST_STREAMS))
              .asRuntimeException());
      return new Ignored();
    }
    call.setOnReadyHandler(session.get()::wake);
    call.setOnCancelHandler(session.get()::cancelled);
    call.request(1);
    return new Inbound(session.get());
  }

  /** Passes on what comes up. */
  private record Inbound(EdgeSession session) implements StreamObserver<EdgeMessage> {
    @Override
    @SuppressWarnings("ReferenceEquality") // the garbled message equals the empty one
    public void onNext(EdgeMessage message) {
      if (message == LenientMarshaller.GARBLED) {
        session.garbled();
      } else {
        session.received(message);
      }
    }

    @Override
    public void onError(Throwable error) {
      session.cancelled();
    }

    @Override
    public void onCompleted() {
      session.completed();
    }
  }

  /** Of a stream that was turned away. */
  private record Ignored() implements StreamObserver<EdgeMessage> {
    @Override
    public void onNext(EdgeMessage message) {}

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onCompleted() {}
  }
}
