package io.isthmus.southbound.session;

import io.isthmus.domain.trust.Fingerprint;
import io.isthmus.southbound.fake.TestController;
import io.isthmus.southbound.tls.EdgeCertificate;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;
import javax.security.auth.x500.X500Principal;

/**
 * Sessions on one thread and a clock of their own. Tasks wait until they are run, in whatever order
 * is asked for, as threads would.
 */
final class SessionWorld {
  final TestController controller = new TestController();
  final EdgeSessions sessions;
  private final List<Runnable> tasks = new ArrayList<>();
  private long nowNanos = 1_000_000_007L;

  SessionWorld(SessionLimits limits, Random random) {
    sessions =
        new EdgeSessions(
            controller.fleet(),
            controller.watch(),
            controller.trust(),
            limits,
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            tasks::add,
            () -> nowNanos,
            random);
    controller.fleet().attach(sessions);
  }

  /** A stream of edge {@code e1}. */
  EdgeSession open(EdgeLink link) {
    return open(link, "e1");
  }

  EdgeSession open(EdgeLink link, String edge) {
    EdgeCertificate certificate =
        new EdgeCertificate(
            TestController.key(edge),
            BigInteger.ONE,
            Fingerprint.of(new byte[0]),
            Instant.now().plus(Duration.ofDays(365)),
            new X500Principal("CN=test"));
    return sessions.open(link, certificate, null).orElseThrow();
  }

  /** Lets time pass and wakes whom it concerns. */
  void pass(Duration time) {
    nowNanos += time.toNanos();
    sessions.tick();
  }

  boolean isIdle() {
    return tasks.isEmpty();
  }

  /** Runs one of the waiting tasks. */
  void runOne(ToIntFunction<List<Runnable>> choice) {
    tasks.remove(choice.applyAsInt(tasks)).run();
  }

  /** Runs everything, oldest first. */
  void settle() {
    while (!tasks.isEmpty()) {
      tasks.removeFirst().run();
    }
  }
}
