package io.isthmus.southbound.session;

import io.grpc.Metadata;
import io.grpc.Status;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.api.v1.ControllerMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A stream without a network: what goes down waits until it is taken. */
final class FakeLink implements EdgeLink {
  final Deque<ControllerMessage> down = new ArrayDeque<>();
  Optional<Status> ended = Optional.empty();
  boolean ready = true;
  int requested = 1;

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  public void send(ControllerMessage message) {
    if (ended.isPresent()) {
      throw new IllegalStateException("sent after the end: " + message);
    }
    down.addLast(message);
  }

  @Override
  public void requestMessage() {
    requested++;
  }

  @Override
  public void end(Status status, Metadata trailers) {
    if (ended.isPresent()) {
      throw new IllegalStateException("ended twice");
    }
    ended = Optional.of(status);
  }

  /** The next update, past whatever comes before it; empty when there is none. */
  Optional<ConfigUpdate> takeUpdate() {
    while (!down.isEmpty()) {
      ControllerMessage message = down.removeFirst();
      if (message.hasConfigUpdate()) {
        return Optional.of(message.getConfigUpdate());
      }
    }
    return Optional.empty();
  }
}
