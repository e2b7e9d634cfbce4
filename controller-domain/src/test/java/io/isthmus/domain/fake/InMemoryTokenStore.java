package io.isthmus.domain.fake;

import io.isthmus.domain.trust.ApiToken;
import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.AuditLog;
import io.isthmus.domain.trust.Fingerprint;
import io.isthmus.domain.trust.TokenStore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** API tokens in memory; every tenant exists. */
public final class InMemoryTokenStore implements TokenStore {
  private final Map<UUID, Kept> tokens = new LinkedHashMap<>();
  private final AuditLog log;

  public InMemoryTokenStore(AuditLog log) {
    this.log = log;
  }

  @Override
  public synchronized void add(ApiToken token, Fingerprint secret, AuditEntry audit) {
    tokens.put(token.id(), new Kept(token, secret));
    log.append(List.of(audit));
  }

  @Override
  public synchronized Optional<Kept> find(UUID id) {
    return Optional.ofNullable(tokens.get(id));
  }

  @Override
  public synchronized List<ApiToken> list() {
    return tokens.values().stream().map(Kept::token).toList();
  }

  @Override
  public synchronized Optional<ApiToken> revoke(UUID id, Instant at, AuditEntry audit) {
    find(id)
        .filter(kept -> !kept.token().isRevoked())
        .ifPresent(kept -> {
          replace(id, token -> with(token, Optional.of(at), token.lastUsedAt()));
          log.append(List.of(audit));
        });
    return find(id).map(Kept::token);
  }

  @Override
  public synchronized void used(Map<UUID, Instant> times) {
    times.forEach(
        (id, at) -> replace(id, token -> with(token, token.revokedAt(), Optional.of(at))));
  }

  private void replace(UUID id, UnaryOperator<ApiToken> change) {
    tokens.computeIfPresent(id, (key, kept) -> new Kept(change.apply(kept.token()), kept.secret()));
  }

  private static ApiToken with(
      ApiToken token, Optional<Instant> revokedAt, Optional<Instant> lastUsedAt) {
    return new ApiToken(
        token.id(),
        token.name(),
        token.grants(),
        token.createdBy(),
        token.createdAt(),
        token.expiresAt(),
        revokedAt,
        lastUsedAt);
  }
}
