package io.isthmus.northbound.access;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.Grant;
import io.isthmus.domain.trust.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who calls, and what for.
 *
 * @param id the same for each request of one token or user and never that of another; no secret
 * @param expiresAt when the credentials end, where they do
 * @param standing whether the credentials still hold, for requests that last
 */
public record Caller(
    String id,
    Actor actor,
    List<Grant> grants,
    Optional<Instant> expiresAt,
    BooleanSupplier standing) {
  public Caller {
    grants = List.copyOf(grants);
  }

  /** Of the request that this thread works on. */
  public static Caller current() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication != null && authentication.getPrincipal() instanceof Caller caller) {
      return caller;
    }
    throw new IllegalStateException("this thread works on no request of a known caller");
  }

  boolean hasRoleIn(Name tenant, Role needed) {
    return grants.stream().anyMatch(grant -> grant.covers(tenant, needed));
  }

  /** For all tenants, and for what belongs to none. */
  public boolean hasRoleForAll(Role needed) {
    return grants.stream().anyMatch(grant -> grant.coversAll(needed));
  }

  boolean hasRoleSomewhere(Role needed) {
    return grants.stream().anyMatch(grant -> grant.role().includes(needed));
  }

  /** Whether the caller may know that there is such a tenant. */
  public boolean mayKnow(Name tenant) {
    return grants.stream().anyMatch(grant -> grant.reaches(tenant));
  }

  /** Whether the credentials hold no more: they were revoked, or have expired. */
  public boolean isOver() {
    return !standing.getAsBoolean();
  }

  /** Without the grants: in logs they only take room. */
  @Override
  public String toString() {
    return actor.name();
  }
}
