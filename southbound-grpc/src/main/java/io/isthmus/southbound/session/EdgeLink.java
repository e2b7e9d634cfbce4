package io.isthmus.southbound.session;

import io.grpc.Metadata;
import io.grpc.Status;
import io.isthmus.southbound.api.v1.ControllerMessage;

/** The way down to one edge. Used from the session's mailbox only. */
interface EdgeLink {
  /** Whether a message would leave at once and not pile up in memory. */
  boolean isReady();

  void send(ControllerMessage message);

  /** Lets one more message come up. */
  void requestMessage();

  /**
   * Ends the stream; {@code OK} without an error.
   *
   * @param trailers go with an error
   */
  void end(Status status, Metadata trailers);
}
