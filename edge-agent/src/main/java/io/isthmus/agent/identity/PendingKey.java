package io.isthmus.agent.identity;

import java.security.KeyPair;
import java.security.PrivateKey;

/**
 * A key that a certificate was asked for and none was got yet. Whoever joins again with the same
 * token for the same edge asks for the same key, which takes no further use of the token.
 */
record PendingKey(String token, String edge, PrivateKey key, byte[] certificateRequest) {

  static PendingKey generate(EnrollmentToken token, String edge) {
    KeyPair pair = KeyPairs.generate();
    return new PendingKey(token.id(), edge, pair.getPrivate(), KeyPairs.request(pair));
  }

  boolean isFor(EnrollmentToken other, String otherEdge) {
    return token.equals(other.id()) && edge.equals(otherEdge);
  }

  @Override
  public String toString() {
    return "key pending for token " + token;
  }
}
