package io.isthmus.northbound.access;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.Refusals;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;

/** Tells the audit log of requests that were refused for who made them. Safe for any thread. */
@Component
public final class RefusedRequests {
  private final Refusals refusals;
  private final Clock clock;

  public RefusedRequests(Refusals refusals, Clock clock) {
    this.refusals = refusals;
    this.clock = clock;
  }

  /**
   * A request of somebody who is known.
   *
   * @param tenant whose log it belongs to; empty for the controller's, where the tenant is not the
   *     caller's to know
   */
  void add(Caller caller, HttpServletRequest request, Optional<Name> tenant, String code) {
    refusals.refused(
        AuditEntry.refused(
            clock.instant(), tenant, caller.actor(), "REQUEST", subject(request), code));
  }

  /**
   * A request with a token that is not valid.
   *
   * @param token which one, where it is one that was
   */
  public void addUnauthenticated(String source, Optional<UUID> token, String code) {
    Actor somebody = Actor.unknown(source);
    // Not the path: who has no token could make as many like entries as there are paths.
    refusals.refused(
        AuditEntry.refused(
            clock.instant(),
            Optional.empty(),
            token.map(somebody::with).orElse(somebody),
            "AUTHENTICATE",
            "api",
            code));
  }

  /** The route, not the names in it: what is asked for again and again is one entry. */
  private static String subject(HttpServletRequest request) {
    Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    return "%s %s".formatted(request.getMethod(), pattern == null ? "" : pattern);
  }
}
