package io.isthmus.northbound.security;

import io.isthmus.northbound.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** The answers to requests that come no further. */
final class Refusal {
  private static final String SCHEME = "Bearer ";

  private Refusal() {}

  static void tooManyRequests(HttpServletResponse response, String detail) throws IOException {
    ProblemWriter.write(
        response,
        HttpStatus.TOO_MANY_REQUESTS,
        "TOO_MANY_REQUESTS",
        detail,
        Map.of(HttpHeaders.RETRY_AFTER, "1"));
  }

  /** Without a token, or with one that is not valid (RFC 6750, section 3). */
  static void unauthorized(
      HttpServletResponse response, String code, String detail, String challenge)
      throws IOException {
    ProblemWriter.write(
        response,
        HttpStatus.UNAUTHORIZED,
        code,
        detail,
        Map.of(HttpHeaders.WWW_AUTHENTICATE, challenge));
  }

  /** What an Authorization header holds, whatever its scheme. */
  static String token(@Nullable String authorization) {
    if (authorization == null) {
      return "";
    }
    return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? authorization.substring(SCHEME.length()).strip()
        : authorization;
  }
}
