package io.isthmus.agent.control;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.isthmus.agent.identity.Refusal;
import io.isthmus.southbound.api.v1.EdgeEnrollmentGrpc;
import io.isthmus.southbound.api.v1.EnrollReply;
import io.isthmus.southbound.api.v1.EnrollRequest;
import java.util.concurrent.TimeUnit;

/** One request for a certificate by an edge whose last one expired. Its answer fills the inbox. */
final class Enrolment implements StreamObserver<EnrollReply> {

  private static final int DEADLINE_SECONDS = 15;

  private final long id;
  private final Inbox inbox;

  private Enrolment(long id, Inbox inbox) {
    this.id = id;
    this.inbox = inbox;
  }

  static void ask(ManagedChannel channel, EnrollRequest request, long id, Inbox inbox) {
    EdgeEnrollmentGrpc.newStub(channel)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .enroll(request, new Enrolment(id, inbox));
  }

  @Override
  public void onNext(EnrollReply reply) {
    inbox.offer(new Inbox.Enrolled(id, reply));
  }

  @Override
  public void onError(Throwable error) {
    Status status = Status.fromThrowable(error);
    inbox.offer(
        new Inbox.StreamEnded(id, status, Refusal.of(status, Status.trailersFromThrowable(error))));
  }

  @Override
  public void onCompleted() {
    // The reply has come by another call.
  }
}
