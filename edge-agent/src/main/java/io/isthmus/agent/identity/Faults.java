package io.isthmus.agent.identity;

import io.grpc.Status;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/** Why a controller could not be talked to, in words that name the mend. */
public final class Faults {

  /** How {@link ControllerTrust} begins whatever it has to say. */
  static final String REFUSED = "the controller's certificate is refused";

  private Faults() {}

  public static String explain(Status status) {
    Throwable cause = Refusal.deepest(status);
    String said = cause == null ? "" : String.valueOf(cause.getMessage());
    String known = known(cause, said);
    if (known != null) {
      return known;
    }
    return status.getCode()
        + (status.getDescription() == null ? "" : ": " + status.getDescription())
        + (cause == null ? "" : " (" + said + ")");
  }

  /** Whether what answered showed that it is not the controller: later it is not, either. */
  static boolean isDistrust(Status status) {
    Throwable cause = Refusal.deepest(status);
    return cause instanceof CertificateException
        || String.valueOf(cause == null ? null : cause.getMessage()).contains(REFUSED);
  }

  /** Whether no controller was asked anything, since nobody listens or the name is unknown. */
  public static boolean isUnheard(Status status) {
    Throwable cause = Refusal.deepest(status);
    return cause instanceof ConnectException
        || cause instanceof NoRouteToHostException
        || cause instanceof UnknownHostException;
  }

  private static @Nullable String known(@Nullable Throwable cause, String said) {
    if (said.contains(REFUSED)) {
      return said;
    }
    if (said.contains("protocol_version")
        || said.contains("is not accepted by client preferences")) {
      return "what answers does not speak TLS 1.3, and nothing older is spoken here: is this the"
          + " controller's port for edges?";
    }
    if (said.contains("not an SSL/TLS record") || said.contains("plaintext connection")) {
      return "what answers does not speak TLS: is this the controller's port for edges?";
    }
    if (said.contains("certificate_expired")) {
      return "the controller says that this edge's certificate has expired";
    }
    if (said.contains("certificate_unknown")
        || said.contains("bad_certificate")
        || said.contains("unknown_ca")) {
      return "the controller does not trust this edge's certificate ("
          + said
          + "): join again with a new token where this device is to be the edge";
    }
    if (cause instanceof UnknownHostException) {
      return "no name server knows " + said;
    }
    return cause instanceof ConnectException ? "nobody answers: " + said : null;
  }
}
