package io.isthmus.domain.trust;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What an API token is, but for its secret.
 *
 * @param name for people; not unique
 * @param grants what its holder may do; may become none when tenants go
 * @param createdBy name of who made it
 * @param expiresAt empty: never
 * @param lastUsedAt to the minute or so
 */
public record ApiToken(
    UUID id,
    String name,
    List<Grant> grants,
    String createdBy,
    Instant createdAt,
    Optional<Instant> expiresAt,
    Optional<Instant> revokedAt,
    Optional<Instant> lastUsedAt) {
  /** What every text of an API token begins with. */
  public static final String PREFIX = "ist1_";

  static final int LONGEST_NAME = 63;
  static final int MOST_GRANTS = 64;

  public ApiToken {
    if (name.isBlank()
        || name.length() > LONGEST_NAME
        || !name.equals(Text.fit(name, LONGEST_NAME))) {
      throw new InvalidValue(
          "INVALID_TOKEN_NAME",
          "the token's name is blank, longer than %d characters, or has control characters: give another"
              .formatted(LONGEST_NAME));
    }
    grants = grants.stream().distinct().toList();
    if (grants.size() > MOST_GRANTS) {
      throw new InvalidValue(
          "TOO_MANY_GRANTS",
          "%d grants are more than %d: make several tokens".formatted(grants.size(), MOST_GRANTS));
    }
  }

  /** The one tenant that all its grants are for; empty when there is no such tenant. */
  public Optional<Name> tenant() {
    List<Optional<Name>> tenants = grants.stream().map(Grant::tenant).distinct().toList();
    return tenants.size() == 1 ? tenants.getFirst() : Optional.empty();
  }

  public boolean isExpired(Instant now) {
    return expiresAt.isPresent() && !expiresAt.get().isAfter(now);
  }

  public boolean isRevoked() {
    return revokedAt.isPresent();
  }

  ApiToken usedAt(Instant time) {
    return new ApiToken(
        id, name, grants, createdBy, createdAt, expiresAt, revokedAt, Optional.of(time));
  }
}
