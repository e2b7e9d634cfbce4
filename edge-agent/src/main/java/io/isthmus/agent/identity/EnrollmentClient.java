package io.isthmus.agent.identity;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.isthmus.southbound.api.v1.EdgeEnrollmentGrpc;
import io.isthmus.southbound.api.v1.EnrollReply;
import io.isthmus.southbound.api.v1.EnrollRequest;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks once, on a connection of its own, and waits. */
final class EnrollmentClient {

  private static final int DEADLINE_SECONDS = 15;

  private EnrollmentClient() {}

  sealed interface Answer {}

  record Answered(EnrollReply reply) implements Answer {}

  record Refused(Refusal refusal) implements Answer {}

  /** What answered is not to be trusted: trying again changes nothing. */
  record Untrusted(String why) implements Answer {}

  /** Nobody was there, or it had no time: later may be better. */
  record Unavailable(String why) implements Answer {}

  static Answer ask(ControllerAddress address, ControllerTrust trust, EnrollRequest request)
      throws InterruptedException {
    ManagedChannel channel = ClientTls.to(address, ClientTls.anonymous(trust)).build();
    try {
      return new Answered(
          EdgeEnrollmentGrpc.newBlockingStub(channel)
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .enroll(request));
    } catch (StatusRuntimeException e) {
      return answer(e);
    } finally {
      channel.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
    }
  }

  private static Answer answer(StatusRuntimeException e) {
    Status status = e.getStatus();
    Optional<Refusal> refusal = Refusal.of(status, e.getTrailers());
    if (refusal.isPresent()) {
      return new Refused(refusal.get());
    }
    String why = Faults.explain(status);
    return switch (status.getCode()) {
      case UNAUTHENTICATED, PERMISSION_DENIED, INVALID_ARGUMENT, NOT_FOUND, UNIMPLEMENTED ->
          new Untrusted(why);
      default -> Faults.isDistrust(status) ? new Untrusted(why) : new Unavailable(why);
    };
  }
}
