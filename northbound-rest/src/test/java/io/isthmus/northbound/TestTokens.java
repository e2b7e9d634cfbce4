package io.isthmus.northbound;

import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.ApiToken;
import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.Fingerprint;
import io.isthmus.domain.trust.Grant;
import io.isthmus.domain.trust.Role;
import io.isthmus.domain.trust.Secret;
import io.isthmus.domain.trust.TokenStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tokens that follow from their names, so that whoever needs one need not be told. */
final class TestTokens {
  /** Everything everywhere, in every test's controller. */
  static final String ADMIN = text("test-admin");

  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  private TestTokens() {}

  static String text(String name) {
    UUID id = id(name);
    byte[] secret = Fingerprint.of(name.getBytes(StandardCharsets.UTF_8)).bytes();
    ByteBuffer all =
        ByteBuffer.allocate(48)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .put(secret);
    return ApiToken.PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(all.array());
  }

  static UUID id(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  static void addAdmin(TokenStore store) {
    add(store, "test-admin", Optional.empty(), Grant.everywhere(Role.ADMIN));
  }

  /** Returns the text of a token that the store has from now on. */
  static String add(TokenStore store, String name, Optional<Instant> expiresAt, Grant... grants) {
    String text = text(name);
    ApiToken token =
        new ApiToken(
            id(name),
            name,
            List.of(grants),
            "test",
            LONG_AGO,
            expiresAt,
            Optional.empty(),
            Optional.empty());
    store.add(
        token,
        Secret.readApi(text).orElseThrow().hash(),
        AuditEntry.done(
            LONG_AGO, Optional.empty(), Actor.SYSTEM, "CREATE_TOKEN", "api-tokens/" + name));
    return text;
  }
}
