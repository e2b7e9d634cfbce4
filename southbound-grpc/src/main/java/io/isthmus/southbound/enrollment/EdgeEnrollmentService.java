package io.isthmus.southbound.enrollment;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.isthmus.domain.admission.EnrollmentOutcome;
import io.isthmus.domain.admission.Refusal;
import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.trust.Der;
import io.isthmus.southbound.api.v1.EdgeEnrollmentGrpc;
import io.isthmus.southbound.api.v1.EnrollReply;
import io.isthmus.southbound.api.v1.EnrollRequest;
import io.isthmus.southbound.api.v1.PendingApproval;
import io.isthmus.southbound.session.EdgeAdmission;
import io.isthmus.southbound.session.LenientMarshaller;
import io.isthmus.southbound.session.RefusalWords;
import io.isthmus.southbound.session.TrustWords;
import io.isthmus.southbound.tls.Peer;
import io.isthmus.southbound.tls.PeerInterceptor;
import io.isthmus.southbound.tls.RefusedEdges;
import io.isthmus.southbound.tls.SourceLimit;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The contract's service for who has no certificate. Whoever can dial may ask, so what is asked is
 * bounded in size, in number at a time and in number from one source. May block: each call has a
 * thread of its own.
 */
public final class EdgeEnrollmentService implements BindableService {
  private static final Logger log = LoggerFactory.getLogger(EdgeEnrollmentService.class);

  /** Told by identity: an empty message is another instance. */
  private static final EnrollRequest GARBLED = EnrollRequest.newBuilder().build();

  private static final int LONGEST_TOKEN = 512;
  private static final int LARGEST_DER = 4_096;
  private static final int LONGEST_VERSION = 128;

  /** Of the store's connections. */
  private static final int AT_A_TIME = 4;

  private static final int LONGEST_WAIT_SECONDS = 5;

  private final EdgeAdmission admission;
  private final RefusedEdges refused;
  private final SourceLimit limit;
  private final Semaphore places = new Semaphore(AT_A_TIME);

  public EdgeEnrollmentService(EdgeAdmission admission, RefusedEdges refused, SourceLimit limit) {
    this.admission = admission;
    this.refused = refused;
    this.limit = limit;
  }

  @Override
  public ServerServiceDefinition bindService() {
    MethodDescriptor<EnrollRequest, EnrollReply> contract = EdgeEnrollmentGrpc.getEnrollMethod();
    MethodDescriptor<EnrollRequest, EnrollReply> lenient =
        contract.toBuilder(
                new LenientMarshaller<>(contract.getRequestMarshaller(), GARBLED),
                contract.getResponseMarshaller())
            .build();
    return ServerServiceDefinition.builder(EdgeEnrollmentGrpc.SERVICE_NAME)
        .addMethod(lenient, ServerCalls.asyncUnaryCall(this::enroll))
        .build();
  }

  private void enroll(EnrollRequest request, StreamObserver<EnrollReply> reply) {
    Peer peer = PeerInterceptor.peer();
    if (peer.address() instanceof InetSocketAddress from && !limit.take(from.getAddress())) {
      refused.refused(from, "TOO_MANY_ATTEMPTS");
      reply.onError(RefusalWords.tooManyAttempts());
      return;
    }
    Optional<String> fault = fault(request);
    if (fault.isPresent()) {
      refused.refused(peer.address(), Refusal.REQUEST_INVALID.name());
      reply.onError(RefusalWords.refused(Refusal.REQUEST_INVALID, fault.get()));
      return;
    }
    try {
      if (!places.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
        reply.onError(unavailable("too many devices enrol at once: try again in a while"));
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reply.onError(unavailable("the controller is stopping"));
      return;
    }
    try {
      answer(ask(request, RefusedEdges.address(peer.address())), reply);
    } catch (InvalidValue e) {
      refused.refused(peer.address(), Refusal.REQUEST_INVALID.name());
      reply.onError(RefusalWords.refused(Refusal.REQUEST_INVALID, e.getMessage()));
    } catch (RuntimeException e) {
      // Without the request: it holds a token.
      log.warn("an enrolment failed: {}", e.toString());
      reply.onError(unavailable("the controller could not enrol the device: try again"));
    } finally {
      places.release();
    }
  }

  @SuppressWarnings("ReferenceEquality") // the garbled message equals the empty one
  private static Optional<String> fault(EnrollRequest request) {
    if (request == GARBLED) {
      return Optional.of("what came is no EnrollRequest");
    }
    if (request.getProofCase() == EnrollRequest.ProofCase.PROOF_NOT_SET) {
      return Optional.of("neither a token nor a certificate was sent: send one of them");
    }
    if (request.getToken().length() > LONGEST_TOKEN
        || request.getLastCertificate().size() > LARGEST_DER
        || request.getCertificateRequest().size() > LARGEST_DER
        || request.getAgentVersion().length() > LONGEST_VERSION) {
      return Optional.of(
          "a token has at most %d characters, a certificate or a request for one %d bytes, a version %d characters"
              .formatted(LONGEST_TOKEN, LARGEST_DER, LONGEST_VERSION));
    }
    return Optional.empty();
  }

  private EnrollmentOutcome ask(EnrollRequest request, String from) {
    Der certificateRequest = Der.of(request.getCertificateRequest().toByteArray());
    if (request.hasToken()) {
      Optional<Name> edge =
          request.getEdge().isEmpty() ? Optional.empty() : Optional.of(Name.of(request.getEdge()));
      return admission.enroll(
          request.getToken(),
          certificateRequest,
          edge,
          request.getAgentVersion().replaceAll("[\\p{Cntrl}\\p{Cs}]", " "),
          from);
    }
    return admission.rejoin(
        Der.of(request.getLastCertificate().toByteArray()), certificateRequest, from);
  }

  private static void answer(EnrollmentOutcome outcome, StreamObserver<EnrollReply> reply) {
    switch (outcome) {
      case EnrollmentOutcome.Issued issued ->
          finish(reply, EnrollReply.newBuilder().setIssued(TrustWords.issued(issued)));
      case EnrollmentOutcome.Pending pending ->
          finish(
              reply,
              EnrollReply.newBuilder()
                  .setPending(
                      PendingApproval.newBuilder()
                          .setRequestId(pending.request().toString())
                          .setRetryAfterMillis(Math.toIntExact(pending.retryAfter().toMillis()))));
      case EnrollmentOutcome.Refused no ->
          reply.onError(RefusalWords.refused(no.reason(), no.message()));
    }
  }

  private static void finish(StreamObserver<EnrollReply> reply, EnrollReply.Builder answer) {
    reply.onNext(answer.build());
    reply.onCompleted();
  }

  private static RuntimeException unavailable(String message) {
    return Status.UNAVAILABLE.withDescription(message).asRuntimeException();
  }
}
