package io.isthmus.northbound.security;

import io.isthmus.northbound.access.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Bounds how often one caller may ask. Stands behind authentication. */
final class CallerFilter extends OncePerRequestFilter {
  private final Limits limits;

  CallerFilter(Limits limits) {
    this.limits = limits;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication != null && authentication.getPrincipal() instanceof Caller caller) {
      limits.succeeded(Refusal.token(request.getHeader(HttpHeaders.AUTHORIZATION)));
      if (!limits.mayAsk(caller)) {
        Refusal.tooManyRequests(
            response,
            "this token asks more often than it may in a second: wait, or have"
                + " isthmus.northbound.rate.per-token raised");
        return;
      }
    }
    chain.doFilter(request, response);
  }
}
