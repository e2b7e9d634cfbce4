package io.isthmus.agent.identity;

import io.grpc.Metadata;
import io.grpc.Status;
import io.isthmus.southbound.api.v1.RefusalReason;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why the controller refused, as a machine reads it, and what a person does about it. */
public record Refusal(RefusalReason reason, String description) {

  private static final Metadata.Key<String> REASON =
      Metadata.Key.of("isthmus-refusal", Metadata.ASCII_STRING_MARSHALLER);
  private static final String PREFIX = "REFUSAL_REASON_";

  /** Empty where a call failed without being refused. */
  public static Optional<Refusal> of(Status status, @Nullable Metadata trailers) {
    String name = trailers == null ? null : trailers.get(REASON);
    if (name == null) {
      return alert(status);
    }
    String description = status.getDescription() == null ? "" : status.getDescription();
    RefusalReason reason = reason(name);
    // Of a newer controller: what a person reads still has its code.
    return Optional.of(
        reason == RefusalReason.REFUSAL_REASON_UNSPECIFIED
            ? new Refusal(reason, name + ": " + description)
            : new Refusal(reason, description));
  }

  private static RefusalReason reason(String name) {
    try {
      return RefusalReason.valueOf(PREFIX + name);
    } catch (IllegalArgumentException e) {
      // It is refused, for what reason ever.
      return RefusalReason.REFUSAL_REASON_UNSPECIFIED;
    }
  }

  /** What TLS itself says of an expired certificate, before there is a call to refuse. */
  private static Optional<Refusal> alert(Status status) {
    return deepest(status) instanceof SSLException tls
            && String.valueOf(tls.getMessage()).contains("certificate_expired")
        ? Optional.of(
            new Refusal(
                RefusalReason.REFUSAL_REASON_CERTIFICATE_EXPIRED,
                "the controller says that this edge's certificate has expired"))
        : Optional.empty();
  }

  /** The cause of all causes: TLS wraps what is worth reading. */
  static @Nullable Throwable deepest(Status status) {
    Throwable cause = status.getCause();
    while (cause != null && cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** Whether the controller distrusts who asks, whatever may be asked. */
  public boolean isDistrust() {
    return reason == RefusalReason.REFUSAL_REASON_IDENTITY_REVOKED
        || reason == RefusalReason.REFUSAL_REASON_IDENTITY_SUPERSEDED;
  }

  /** Whether a new token is the only way in. */
  public boolean needsToken() {
    return isDistrust()
        || reason == RefusalReason.REFUSAL_REASON_IDENTITY_UNKNOWN
        || reason == RefusalReason.REFUSAL_REASON_CERTIFICATE_FOREIGN
        || reason == RefusalReason.REFUSAL_REASON_KEY_MISMATCH
        || reason == RefusalReason.REFUSAL_REASON_REJECTED;
  }

  public boolean isExpiry() {
    return reason == RefusalReason.REFUSAL_REASON_CERTIFICATE_EXPIRED;
  }

  public String name() {
    return reason.name().substring(PREFIX.length());
  }

  /** One line: the code, the controller's words, the mend. */
  public String explained() {
    String words = description.isEmpty() ? "" : ": " + description;
    return name() + words + "; " + mend();
  }

  String mend() {
    return switch (reason) {
      case REFUSAL_REASON_TOKEN_MALFORMED -> "copy the token whole, from ise1_ to its end";
      case REFUSAL_REASON_TOKEN_UNKNOWN ->
          "make a new token, and see that it is of this controller";
      case REFUSAL_REASON_TOKEN_EXPIRED,
          REFUSAL_REASON_TOKEN_USED_UP,
          REFUSAL_REASON_TOKEN_WITHDRAWN ->
          "make a new token and join with that";
      case REFUSAL_REASON_EDGE_MISSING ->
          "the token is for a site: say which edge with --edge NAME";
      case REFUSAL_REASON_EDGE_MISMATCH ->
          "leave --edge out, or make a token for that edge or its site";
      case REFUSAL_REASON_EDGE_UNKNOWN -> "declare the edge first, then join again";
      case REFUSAL_REASON_REQUEST_INVALID ->
          "remove identity/joining.pem from the state directory and join again";
      case REFUSAL_REASON_REJECTED ->
          "an operator rejected it: ask them, then join with a new token";
      case REFUSAL_REASON_REPLAYED ->
          "this token has let this edge in before: run the agent, or join with a new token";
      case REFUSAL_REASON_ALREADY_ENROLLED ->
          "another device is this edge: make a token for the edge itself to replace it";
      case REFUSAL_REASON_TOO_MANY_PENDING -> "decide on the requests that wait, then join again";
      case REFUSAL_REASON_TOO_MANY_ATTEMPTS -> "wait a minute and try again";
      case REFUSAL_REASON_CERTIFICATE_EXPIRED -> "the agent asks for a new certificate by itself";
      case REFUSAL_REASON_IDENTITY_REVOKED,
          REFUSAL_REASON_IDENTITY_SUPERSEDED,
          REFUSAL_REASON_IDENTITY_UNKNOWN,
          REFUSAL_REASON_CERTIFICATE_FOREIGN,
          REFUSAL_REASON_KEY_MISMATCH,
          REFUSAL_REASON_CERTIFICATE_MISSING ->
          "join again with a new token where this device is to be the edge";
      case REFUSAL_REASON_UNSPECIFIED, UNRECOGNIZED -> "the controller's audit log says more";
    };
  }
}
