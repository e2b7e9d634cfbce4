package io.isthmus.domain.trust;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * What a token's text is made of: its id, a secret of 32 random bytes, and what else the text says.
 * Only the hash of the secret is kept; it has enough entropy for that to need neither salt nor
 * stretching.
 *
 * @param hash of the secret
 * @param rest what follows the secret, such as the fingerprint of a root
 */
public record Secret(UUID id, Fingerprint hash, Optional<Fingerprint> rest) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ID_LENGTH = 16;
  private static final int LONGEST = 200;

  /** A fresh secret, with the text that carries it. */
  public record Fresh(Secret secret, String text) {
    @Override
    public String toString() {
      return "Fresh[%s]".formatted(secret.id());
    }
  }

  static Fresh make(String prefix, Optional<Fingerprint> rest) {
    UUID id = UUID.randomUUID();
    byte[] secret = new byte[Fingerprint.LENGTH];
    RANDOM.nextBytes(secret);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(
        ByteBuffer.allocate(ID_LENGTH)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array());
    all.writeBytes(secret);
    rest.ifPresent(fingerprint -> all.writeBytes(fingerprint.bytes()));
    String text =
        prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(all.toByteArray());
    return new Fresh(new Secret(id, Fingerprint.of(secret), rest), text);
  }

  /** A secret for an API token. */
  static Fresh forApi() {
    return make(ApiToken.PREFIX, Optional.empty());
  }

  /** Reads the text of an API token; empty when it is none. */
  public static Optional<Secret> readApi(String text) {
    return read(text, ApiToken.PREFIX, Rest.NONE);
  }

  /** Reads the text of an enrolment token; empty when it is none. */
  public static Optional<Secret> readEnrollment(String text) {
    return read(text, EnrollmentToken.PREFIX, Rest.FINGERPRINT);
  }

  private enum Rest {
    NONE(0),
    FINGERPRINT(Fingerprint.LENGTH);

    private final int length;

    Rest(int length) {
      this.length = length;
    }
  }

  private static Optional<Secret> read(String text, String prefix, Rest rest) {
    if (text.length() > LONGEST || !text.startsWith(prefix)) {
      return Optional.empty();
    }
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(text.substring(prefix.length()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    int end = ID_LENGTH + Fingerprint.LENGTH;
    if (all.length != end + rest.length) {
      return Optional.empty();
    }
    ByteBuffer id = ByteBuffer.wrap(all);
    return Optional.of(
        new Secret(
            new UUID(id.getLong(), id.getLong()),
            Fingerprint.of(Arrays.copyOfRange(all, ID_LENGTH, end)),
            rest == Rest.NONE
                ? Optional.empty()
                : Optional.of(Fingerprint.ofHash(Arrays.copyOfRange(all, end, all.length)))));
  }
}
