package io.isthmus.southbound.session;

import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;

/**
 * Reads bytes that are no message as one that stands for them, so that the service answers for
 * them. gRPC itself would log a stack trace for each: a way to fill the disk from outside.
 */
public final class LenientMarshaller<M> implements MethodDescriptor.Marshaller<M> {
  private final MethodDescriptor.Marshaller<M> strict;
  private final M garbled;

  /**
   * @param garbled stands for what is no message; told by identity
   */
  public LenientMarshaller(MethodDescriptor.Marshaller<M> strict, M garbled) {
    this.strict = strict;
    this.garbled = garbled;
  }

  @Override
  public InputStream stream(M message) {
    return strict.stream(message);
  }

  @Override
  public M parse(InputStream stream) {
    try {
      return strict.parse(stream);
    } catch (StatusRuntimeException e) {
      return garbled;
    }
  }
}
