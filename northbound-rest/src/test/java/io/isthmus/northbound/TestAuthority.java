package io.isthmus.northbound;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.CertificateAuthority;
import io.isthmus.domain.trust.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An authority that rotates once, and whose overlap lasts. */
final class TestAuthority implements CertificateAuthority {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final List<RootView> roots = new ArrayList<>();

  TestAuthority() {
    roots.add(root(1, RootState.ACTIVE, Optional.empty()));
  }

  @Override
  public synchronized List<RootView> roots() {
    return List.copyOf(roots);
  }

  @Override
  public synchronized RootView rotate(Actor actor) {
    if (roots.size() > 1) {
      throw new InvalidValue("OVERLAP_LASTS", "an older root is still trusted: wait");
    }
    roots.set(0, root(1, RootState.OVERLAPPING, Optional.of(BEGIN.plus(Duration.ofDays(7)))));
    roots.addFirst(root(2, RootState.ACTIVE, Optional.empty()));
    return roots.getFirst();
  }

  private static RootView root(int generation, RootState state, Optional<Instant> retiresAt) {
    return new RootView(
        generation,
        Fingerprint.of(new byte[] {(byte) generation}),
        BEGIN,
        BEGIN.plus(Duration.ofDays(3650)),
        state,
        retiresAt);
  }
}
