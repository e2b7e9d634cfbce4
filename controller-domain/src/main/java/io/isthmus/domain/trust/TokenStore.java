package io.isthmus.domain.trust;

import io.isthmus.domain.net.InvalidValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * API tokens, by the hashes of their secrets. What is audited is durable together with what it
 * tells of.
 */
public interface TokenStore {
  /** A token as it is kept. */
  record Kept(ApiToken token, Fingerprint secret) {}

  /**
   * Adds a token.
   *
   * @throws InvalidValue with code TENANT_UNKNOWN when there is no tenant that a grant is for
   */
  void add(ApiToken token, Fingerprint secret, AuditEntry audit);

  Optional<Kept> find(UUID id);

  /** All, in order of creation. */
  List<ApiToken> list();

  /**
   * Ends the token unless it has ended already; then nothing is audited. Empty when there is none.
   */
  Optional<ApiToken> revoke(UUID id, Instant at, AuditEntry audit);

  /** When tokens were last used. */
  void used(Map<UUID, Instant> times);
}
