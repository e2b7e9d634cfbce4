package io.isthmus.southbound.session;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.isthmus.domain.admission.Refusal;
import io.isthmus.domain.admission.Standing;
import io.isthmus.domain.trust.EdgeIdentity;
import io.isthmus.southbound.api.v1.ControllerMessage;
import io.isthmus.southbound.api.v1.EdgeControlGrpc;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.RefusalReason;
import io.isthmus.southbound.tls.EdgeCertificate;
import io.isthmus.southbound.tls.HandshakeRefusal;
import io.isthmus.southbound.tls.Peer;
import io.isthmus.southbound.tls.PeerInterceptor;
import java.util.Optional;

/** The contract's service: hands each stream to a session of its own. */
public final class EdgeControlService implements BindableService {
  /** Told by identity: an empty message is another instance. */
  private static final EdgeMessage GARBLED = EdgeMessage.newBuilder().build();

  private final EdgeSessions sessions;

  public EdgeControlService(EdgeSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public ServerServiceDefinition bindService() {
    MethodDescriptor<EdgeMessage, ControllerMessage> contract = EdgeControlGrpc.getConnectMethod();
    MethodDescriptor<EdgeMessage, ControllerMessage> lenient =
        contract.toBuilder(
                new LenientMarshaller<>(contract.getRequestMarshaller(), GARBLED),
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
    Peer peer = PeerInterceptor.peer();
    return switch (peer.shown()) {
      case Peer.Shown.Edge(EdgeCertificate certificate) -> connect(call, peer, certificate);
      case Peer.Shown.Nothing _ -> {
        sessions.trust().refused().refused(peer.address(), "CERTIFICATE_MISSING");
        yield refuse(
            call,
            RefusalReason.REFUSAL_REASON_CERTIFICATE_MISSING,
            "edges connect by their certificates: join first");
      }
      case Peer.Shown.Unfit(HandshakeRefusal reason, String words) -> {
        sessions.trust().refused().refused(peer.address(), reason.name());
        yield refuse(call, reason(reason), words);
      }
    };
  }

  private StreamObserver<EdgeMessage> connect(
      ServerCallStreamObserver<ControllerMessage> call, Peer peer, EdgeCertificate certificate) {
    Optional<EdgeSession> opened =
        sessions.open(new GrpcEdgeLink(call), certificate, peer.address());
    if (opened.isEmpty()) {
      call.onError(
          Status.RESOURCE_EXHAUSTED
              .withDescription(
                  "%d streams are open already: reconnect later or to another controller"
                      .formatted(EdgeSessions.MOST_STREAMS))
              .asRuntimeException());
      return new Ignored();
    }
    EdgeSession session = opened.get();
    call.setOnReadyHandler(session::wake);
    call.setOnCancelHandler(session::cancelled);
    if (isAdmitted(session, peer, certificate)) {
      call.request(1);
    }
    return new Inbound(session);
  }

  /** Asked once the session is known, so that a revocation at the same time does not miss it. */
  private boolean isAdmitted(EdgeSession session, Peer peer, EdgeCertificate certificate) {
    Standing standing =
        sessions
            .trust()
            .admission()
            .check(certificate.edge(), certificate.serial(), certificate.key());
    return switch (standing) {
      case Standing.InForce(EdgeIdentity identity) -> {
        session.admitted(identity.id());
        yield true;
      }
      case Standing.NotInForce(Refusal reason, String message) -> {
        sessions.trust().refused().refused(peer.address(), certificate.edge(), reason.name());
        session.refused(reason, message);
        yield false;
      }
    };
  }

  private static StreamObserver<EdgeMessage> refuse(
      ServerCallStreamObserver<ControllerMessage> call, RefusalReason reason, String message) {
    call.onError(
        Status.UNAUTHENTICATED
            .withDescription(message)
            .asRuntimeException(RefusalWords.trailers(reason)));
    return new Ignored();
  }

  private static RefusalReason reason(HandshakeRefusal refusal) {
    return refusal == HandshakeRefusal.CERTIFICATE_EXPIRED
        ? RefusalReason.REFUSAL_REASON_CERTIFICATE_EXPIRED
        : RefusalReason.REFUSAL_REASON_CERTIFICATE_FOREIGN;
  }

  /** Passes on what comes up. */
  private record Inbound(EdgeSession session) implements StreamObserver<EdgeMessage> {
    @Override
    @SuppressWarnings("ReferenceEquality") // the garbled message equals the empty one
    public void onNext(EdgeMessage message) {
      if (message == GARBLED) {
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
