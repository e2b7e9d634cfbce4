package io.isthmus.domain.trust;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The API tokens of this controller. Safe for any thread. A token that is revoked on any replica is
 * refused on all within a second.
 */
public final class ApiTokens {
  private final TokenStore store;
  private final Clock clock;

  public ApiTokens(TokenStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * A new token.
   *
   * @param secret the whole text to present; it is shown now and never again
   */
  public record Created(ApiToken token, String secret) {
    /** The secret is not for logs. */
    @Override
    public String toString() {
      return "Created[%s]".formatted(token);
    }
  }

  /**
   * Makes a token. Whether the actor may grant that much is the caller's to judge.
   *
   * @throws InvalidValue when the name or the expiry is wrong, or a grant's tenant does not exist
   */
  public Created create(
      Actor actor, String name, Collection<Grant> grants, Optional<Instant> expiresAt) {
    throw new UnsupportedOperationException(store + " " + clock);
  }

  /**
   * What the text that a request presents is worth. Takes the same time whatever is wrong with the
   * secret.
   */
  public Authentication authenticate(String text) {
    throw new UnsupportedOperationException();
  }

  /**
   * In order of creation, revoked and expired ones included.
   *
   * @param tenant those with grants for this tenant alone; empty: all
   */
  public List<ApiToken> list(Optional<Name> tenant) {
    throw new UnsupportedOperationException();
  }

  public Optional<ApiToken> find(UUID id) {
    throw new UnsupportedOperationException();
  }

  /**
   * Whether there is any that is in force and covers everything; if not, nobody could make one by
   * REST.
   */
  public boolean hasAdmin() {
    throw new UnsupportedOperationException();
  }

  /** For good; idempotent. Empty when there is no such token. */
  public Optional<ApiToken> revoke(Actor actor, UUID id) {
    throw new UnsupportedOperationException();
  }

  /** Writes when tokens were last used. Called every few seconds. */
  public void flush() {}
}
