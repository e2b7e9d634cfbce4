package io.isthmus.agent.control;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.isthmus.agent.identity.Refusal;
import io.isthmus.southbound.api.v1.ControllerMessage;
import io.isthmus.southbound.api.v1.EdgeControlGrpc.EdgeControlStub;
import io.isthmus.southbound.api.v1.EdgeMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One stream to the controller. Its callbacks fill the inbox, whatever comes. */
final class ControllerStream implements ClientResponseObserver<EdgeMessage, ControllerMessage> {

  private final long id;
  private final Inbox inbox;
  private @Nullable ClientCallStreamObserver<EdgeMessage> requests;

  private ControllerStream(long id, Inbox inbox) {
    this.id = id;
    this.inbox = inbox;
  }

  static ControllerStream open(EdgeControlStub stub, long id, Inbox inbox) {
    ControllerStream stream = new ControllerStream(id, inbox);
    var unused = stub.connect(stream);
    return stream;
  }

  long id() {
    return id;
  }

  void send(EdgeMessage message) {
    ClientCallStreamObserver<EdgeMessage> open = requests;
    if (open != null) {
      open.onNext(message);
    }
  }

  /** Whether the stream takes more without keeping it in memory. */
  boolean isReady() {
    ClientCallStreamObserver<EdgeMessage> open = requests;
    return open != null && open.isReady();
  }

  /** Nothing more is sent, and what was sent arrives. */
  void complete() {
    ClientCallStreamObserver<EdgeMessage> open = requests;
    if (open != null) {
      open.onCompleted();
    }
  }

  void cancel(String reason) {
    ClientCallStreamObserver<EdgeMessage> open = requests;
    if (open != null) {
      open.cancel(reason, null);
    }
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<EdgeMessage> requestStream) {
    requests = requestStream;
    requestStream.setOnReadyHandler(inbox::wakeUp);
  }

  @Override
  public void onNext(ControllerMessage message) {
    if (!inbox.offer(new Inbox.Received(id, message, System.nanoTime()))) {
      cancel("the controller sends faster than the contract allows");
    }
  }

  @Override
  public void onError(Throwable error) {
    Status status = Status.fromThrowable(error);
    ended(status, Refusal.of(status, Status.trailersFromThrowable(error)));
  }

  @Override
  public void onCompleted() {
    ended(Status.OK, Optional.empty());
  }

  private void ended(Status status, Optional<Refusal> refusal) {
    inbox.offer(new Inbox.StreamEnded(id, status, refusal));
  }
}
