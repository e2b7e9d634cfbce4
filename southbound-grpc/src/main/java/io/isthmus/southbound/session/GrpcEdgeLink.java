package io.isthmus.southbound.session;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.isthmus.southbound.api.v1.ControllerMessage;

/** A gRPC stream. What is sent into one that the edge has cancelled goes nowhere. */
final class GrpcEdgeLink implements EdgeLink {
  private final ServerCallStreamObserver<ControllerMessage> call;

  GrpcEdgeLink(ServerCallStreamObserver<ControllerMessage> call) {
    this.call = call;
  }

  @Override
  public boolean isReady() {
    return call.isReady();
  }

  @Override
  public void send(ControllerMessage message) {
    if (!call.isCancelled()) {
      call.onNext(message);
    }
  }

  @Override
  public void requestMessage() {
    call.request(1);
  }

  @Override
  public void end(Status status, Metadata trailers) {
    if (call.isCancelled()) {
      return;
    }
    if (status.isOk()) {
      call.onCompleted();
    } else {
      call.onError(status.asRuntimeException(trailers));
    }
  }
}
