package io.isthmus.domain.trust;

import io.isthmus.domain.net.Name;
import java.util.Optional;

/**
 * A role for one tenant, or for all that there are and will be.
 *
 * @param tenant empty: all, and what belongs to none
 */
public record Grant(Optional<Name> tenant, Role role) {
  public static Grant of(Name tenant, Role role) {
    return new Grant(Optional.of(tenant), role);
  }

  public static Grant everywhere(Role role) {
    return new Grant(Optional.empty(), role);
  }

  /** Whether it suffices for what needs a role in the tenant. */
  public boolean covers(Name ofTenant, Role needed) {
    return reaches(ofTenant) && role.includes(needed);
  }

  /** Whether it suffices for what needs a role in the controller as a whole. */
  public boolean coversAll(Role needed) {
    return tenant.isEmpty() && role.includes(needed);
  }

  /** Whether the tenant may be known to exist by whom this was granted. */
  public boolean reaches(Name ofTenant) {
    return tenant.isEmpty() || tenant.get().equals(ofTenant);
  }

  /** {@code acme:operator}, or {@code *:admin}. */
  @Override
  public String toString() {
    return tenant.map(Name::value).orElse("*") + ":" + role.word();
  }
}
