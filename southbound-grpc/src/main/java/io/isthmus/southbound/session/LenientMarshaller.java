package io.isthmus.southbound.session;

import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.isthmus.southbound.api.v1.EdgeMessage;
import java.io.InputStream;

/**
 * Reads bytes that are no message as {@link #GARBLED}, so that the session answers for them. gRPC
 * itself would log a stack trace for each: a way to fill the disk from outside.
 */
final class LenientMarshaller implements MethodDescriptor.Marshaller<EdgeMessage> {
  /** Told by identity: an empty message is another instance. */
  static final EdgeMessage GARBLED = EdgeMessage.newBuilder().build();

  private final MethodDescriptor.Marshaller<EdgeMessage> strict;

  LenientMarshaller(MethodDescriptor.Marshaller<EdgeMessage> strict) {
    this.strict = strict;
  }

  @Override
  public InputStream stream(EdgeMessage message) {
    return strict.stream(message);
  }

  @Override
  public EdgeMessage parse(InputStream stream) {
    try {
      return strict.parse(stream);
    } catch (StatusRuntimeException e) {
      return GARBLED;
    }
  }
}
