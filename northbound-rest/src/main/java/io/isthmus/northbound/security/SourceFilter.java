package io.isthmus.northbound.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/** Bounds what is done for those who have not shown who they are. */
final class SourceFilter extends OncePerRequestFilter {
  private final Limits limits;

  SourceFilter(Limits limits) {
    this.limits = limits;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (authorization == null) {
      if (!limits.mayAskUnknown(request)) {
        Refusal.tooManyRequests(
            response,
            "more requests without a token come from this address in a second than are answered:"
                + " wait, or use a token");
        return;
      }
    } else if (!limits.mayTry(request, Refusal.token(authorization))) {
      Refusal.tooManyRequests(
          response, "too many tokens that are not valid come from this address: wait a second");
      return;
    }
    chain.doFilter(request, response);
  }
}
