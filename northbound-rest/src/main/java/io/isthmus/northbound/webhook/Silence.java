package io.isthmus.northbound.webhook;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Why a receiver gave no answer, in words for who looks after it. */
final class Silence {
  private static final int MOST_CAUSES = 20;

  private Silence() {}

  static String words(URI receiver, Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
      Optional<String> known = known(receiver, cause);
      if (known.isPresent()) {
        return known.get();
      }
      cause = cause.getCause();
    }
    return failure.toString();
  }

  /** The JDK wraps an unresolved name into a failure to connect. */
  private static Optional<String> known(URI receiver, Throwable cause) {
    return Optional.ofNullable(
        switch (cause) {
          case HttpConnectTimeoutException _ ->
              "no connection to %s in time".formatted(receiver.getAuthority());
          case UnresolvedAddressException _ ->
              "no host has the name %s".formatted(receiver.getHost());
          case UnknownHostException _ -> "no host has the name %s".formatted(receiver.getHost());
          case ConnectException e when isOfName(e) ->
              "no host has the name %s".formatted(receiver.getHost());
          case ConnectException _ -> "nobody listens at %s".formatted(receiver.getAuthority());
          case SSLException e ->
              "%s does not prove itself by TLS: %s"
                  .formatted(receiver.getAuthority(), e.getMessage());
          default -> null;
        });
  }

  private static boolean isOfName(Throwable cause) {
    return cause.getCause() instanceof UnresolvedAddressException
        || cause.getCause() instanceof ConnectException inner && isOfName(inner);
  }
}
