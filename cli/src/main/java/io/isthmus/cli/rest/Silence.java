package io.isthmus.cli.rest;

import io.isthmus.cli.ExitCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Why no controller answers, in words, and what to do about it. */
final class Silence {
  private static final String CHECK =
      "check --url, ISTHMUS_URL or the context (isthmus context list), and whether the controller"
          + " runs";
  private static final String CHECK_AUTHORITY =
      "give its authority's certificate with --ca-file (ISTHMUS_CA_FILE)";
  private static final String CHECK_NAME = "give --url a name that its certificate has";
  private static final String CHECK_SCHEME = "write http:// in --url, or have it serve TLS";
  private static final String RENEW = "have it renewed";

  private Silence() {}

  static Refused of(URI root, IOException e) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = e; cause != null && causes.size() < 20; cause = cause.getCause()) {
      causes.add(cause);
    }
    boolean ofTls = find(causes, SSLException.class).isPresent();
    return new Refused(
        ExitCode.UNREACHABLE,
        ofTls
            ? "%s cannot be trusted: %s".formatted(root, distrust(causes))
            : "%s does not answer (%s)".formatted(root, why(causes)),
        List.of(ofTls ? trusted(causes) : CHECK));
  }

  private static String distrust(List<Throwable> causes) {
    if (isInClear(causes)) {
      return "it does not speak TLS";
    }
    if (find(causes, CertificateExpiredException.class).isPresent()) {
      return "its certificate has expired";
    }
    return find(causes, CertPathBuilderException.class).isPresent()
        ? "its certificate is signed by nobody who is trusted here"
        : words(causes.getLast());
  }

  private static String trusted(List<Throwable> causes) {
    if (isInClear(causes)) {
      return CHECK_SCHEME;
    }
    if (find(causes, CertificateExpiredException.class).isPresent()) {
      return RENEW;
    }
    return find(causes, CertPathBuilderException.class).isPresent() ? CHECK_AUTHORITY : CHECK_NAME;
  }

  /** The JDK says so in words alone. */
  private static boolean isInClear(List<Throwable> causes) {
    return causes.stream().anyMatch(cause -> words(cause).contains("plaintext connection"));
  }

  private static String why(List<Throwable> causes) {
    if (find(causes, UnresolvedAddressException.class).isPresent()
        || find(causes, UnknownHostException.class).isPresent()) {
      return "no host has this name";
    }
    if (find(causes, HttpTimeoutException.class).isPresent()) {
      return "the time was up";
    }
    if (words(causes.getFirst()).contains("header parser received no bytes")) {
      return "it hung up; perhaps it wants https";
    }
    return find(causes, ConnectException.class).isPresent()
        ? "nobody listens there"
        : words(causes.getFirst());
  }

  private static Optional<Throwable> find(List<Throwable> causes, Class<? extends Throwable> type) {
    return causes.stream().filter(type::isInstance).findFirst();
  }

  private static String words(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
