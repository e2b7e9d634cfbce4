package io.isthmus.northbound.security;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.isthmus.domain.trust.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The hashes of the tokens that were good lately. That a token is here says nothing of whether it
 * still is. Safe for any thread.
 */
final class Verified {
  @GuardedBy("this")
  private final Set<String> hashes;

  Verified(int most) {
    this.hashes =
        Collections.newSetFromMap(
            new LinkedHashMap<>(16, 0.75f, true) {
              private static final long serialVersionUID = 1L;

              @Override
              protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > most;
              }
            });
  }

  synchronized void add(String token) {
    hashes.add(hash(token));
  }

  synchronized boolean contains(String token) {
    return hashes.contains(hash(token));
  }

  private static String hash(String token) {
    return Fingerprint.of(token.getBytes(StandardCharsets.UTF_8)).hex();
  }
}
