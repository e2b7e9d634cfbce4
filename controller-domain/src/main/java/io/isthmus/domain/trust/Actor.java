package io.isthmus.domain.trust;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.topology.EdgeKey;
import java.util.Optional;
import java.util.UUID;

/**
 * Who did something, or tried to.
 *
 * @param name of a user, as its issuer says; of an API token; of an edge, {@code tenant/edge};
 *     never a secret
 * @param tokenId of the API token that was presented
 * @param remoteAddress where the request came from
 */
public record Actor(
    Kind kind, String name, Optional<UUID> tokenId, Optional<String> remoteAddress) {
  /** The controller itself. */
  public static final Actor SYSTEM =
      new Actor(Kind.SYSTEM, "controller", Optional.empty(), Optional.empty());

  static final int LONGEST_NAME = 255;
  static final int LONGEST_ADDRESS = 64;

  /** What sort of actor it is. */
  public enum Kind {
    /** A person or a program that an identity provider vouches for. */
    USER,
    /** Who holds an API token. */
    TOKEN,
    /** An edge, by its certificate. */
    EDGE,
    /** The controller, of its own accord. */
    SYSTEM,
    /** Somebody who has not shown who it is. */
    UNKNOWN
  }

  public Actor {
    if (name.isEmpty()) {
      throw new InvalidValue("INVALID_ACTOR", "an actor has no name: give one");
    }
    name = Text.fit(name, LONGEST_NAME);
    remoteAddress = remoteAddress.map(address -> Text.fit(address, LONGEST_ADDRESS));
  }

  public static Actor user(String name, String remoteAddress) {
    return new Actor(Kind.USER, name, Optional.empty(), Optional.of(remoteAddress));
  }

  public static Actor token(ApiToken token, String remoteAddress) {
    return new Actor(Kind.TOKEN, token.name(), Optional.of(token.id()), Optional.of(remoteAddress));
  }

  public static Actor edge(EdgeKey edge) {
    return new Actor(Kind.EDGE, edge.toString(), Optional.empty(), Optional.empty());
  }

  public static Actor edge(EdgeKey edge, String remoteAddress) {
    return new Actor(Kind.EDGE, edge.toString(), Optional.empty(), Optional.of(remoteAddress));
  }

  /** Somebody of whom only the address is known. */
  public static Actor unknown(String remoteAddress) {
    return new Actor(Kind.UNKNOWN, "unknown", Optional.empty(), Optional.of(remoteAddress));
  }

  /** The same, who presented this token. */
  public Actor with(UUID presented) {
    return new Actor(kind, name, Optional.of(presented), remoteAddress);
  }
}
