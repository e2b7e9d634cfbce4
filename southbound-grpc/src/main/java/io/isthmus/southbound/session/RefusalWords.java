package io.isthmus.southbound.session;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.isthmus.domain.admission.Refusal;
import io.isthmus.southbound.api.v1.RefusalReason;

/** Says in the contract's words why somebody is refused. */
public final class RefusalWords {
  private static final Metadata.Key<String> REASON =
      Metadata.Key.of("isthmus-refusal", Metadata.ASCII_STRING_MARSHALLER);
  private static final String PREFIX = "REFUSAL_REASON_";

  private RefusalWords() {}

  /** Trailers that carry the reason. */
  static Metadata trailers(RefusalReason reason) {
    Metadata trailers = new Metadata();
    trailers.put(REASON, reason.name().substring(PREFIX.length()));
    return trailers;
  }

  public static StatusRuntimeException refused(Refusal refusal, String message) {
    return status(refusal).withDescription(message).asRuntimeException(trailers(reason(refusal)));
  }

  public static StatusRuntimeException tooManyAttempts() {
    return Status.RESOURCE_EXHAUSTED
        .withDescription("too many attempts from this address: try again in a while")
        .asRuntimeException(trailers(RefusalReason.REFUSAL_REASON_TOO_MANY_ATTEMPTS));
  }

  static RefusalReason reason(Refusal refusal) {
    return RefusalReason.valueOf(PREFIX + refusal.name());
  }

  static Status status(Refusal refusal) {
    return switch (refusal) {
      case TOKEN_MALFORMED,
          TOKEN_UNKNOWN,
          TOKEN_EXPIRED,
          TOKEN_USED_UP,
          TOKEN_WITHDRAWN,
          IDENTITY_REVOKED,
          IDENTITY_SUPERSEDED,
          IDENTITY_UNKNOWN,
          CERTIFICATE_FOREIGN,
          CERTIFICATE_EXPIRED,
          REPLAYED ->
          Status.UNAUTHENTICATED;
      case EDGE_MISSING, REQUEST_INVALID, KEY_MISMATCH -> Status.INVALID_ARGUMENT;
      case EDGE_MISMATCH, REJECTED -> Status.PERMISSION_DENIED;
      case EDGE_UNKNOWN -> Status.NOT_FOUND;
      case ALREADY_ENROLLED -> Status.FAILED_PRECONDITION;
      case TOO_MANY_PENDING -> Status.RESOURCE_EXHAUSTED;
    };
  }
}
