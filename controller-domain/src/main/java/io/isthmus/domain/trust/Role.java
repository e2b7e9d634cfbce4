package io.isthmus.domain.trust;

import java.util.Locale;

/** What somebody may do; each role includes those before it. */
public enum Role {
  /** Reads. */
  VIEWER,
  /** Also changes the intent of a tenant. */
  ORCHESTRATOR,
  /** Also admits and revokes edges, rotates their keys, and reads the audit log. */
  OPERATOR,
  /** Also hands out API tokens; for all tenants, also makes tenants and keeps the CA. */
  ADMIN;

  public boolean includes(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** As people write it: {@code viewer}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
