package io.isthmus.northbound.security;

import io.isthmus.northbound.access.RefusedRequests;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** Answers whoever has no token, or none that is valid. */
final class BearerEntryPoint implements AuthenticationEntryPoint {
  private static final String REALM = "Bearer realm=\"isthmus\"";

  private final Limits limits;
  private final RefusedRequests refused;

  BearerEntryPoint(Limits limits, RefusedRequests refused) {
    this.limits = limits;
    this.refused = refused;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
      throws IOException {
    if (request.getHeader(HttpHeaders.AUTHORIZATION) == null) {
      Refusal.unauthorized(
          response,
          "TOKEN_MISSING",
          "who asks is not known: send a token as Authorization: Bearer …; the first start of the"
              + " controller wrote one for its admin, and its log says where",
          REALM);
      return;
    }
    String code = e instanceof RefusedCredentials known ? known.code() : "TOKEN_MALFORMED";
    limits.failed(request);
    refused.addUnauthenticated(
        Source.of(request),
        e instanceof RefusedCredentials known ? known.token() : Optional.empty(),
        code);
    Refusal.unauthorized(
        response,
        code,
        e instanceof RefusedCredentials known
            ? String.valueOf(known.getMessage())
            : "the Authorization header holds no bearer token: send Authorization: Bearer …",
        REALM + ", error=\"invalid_token\"");
  }
}
