package io.isthmus.southbound;

import io.isthmus.domain.reconcile.EdgeFleet;
import io.isthmus.domain.reconcile.NetworkWatch;
import io.isthmus.southbound.session.EdgeSessions;
import io.isthmus.southbound.session.SessionLimits;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Joins the fleet of the domain to the edges themselves. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SouthboundProperties.class)
public class SouthboundConfiguration {

  @Bean
  EdgeSessions edgeSessions(
      EdgeFleet fleet, NetworkWatch watch, Clock clock, SouthboundProperties properties) {
    EdgeSessions sessions =
        new EdgeSessions(
            fleet,
            watch,
            SessionLimits.withHeartbeat(properties.heartbeatInterval()),
            clock,
            virtualThreads(),
            System::nanoTime,
            threadLocalRandom());
    fleet.attach(sessions);
    return sessions;
  }

  @Bean
  SouthboundServer southboundServer(SouthboundProperties properties, EdgeSessions sessions) {
    return new SouthboundServer(properties, sessions, virtualThreads());
  }

  /** Never refuses a task, not even while the controller stops. */
  private static Executor virtualThreads() {
    return Thread.ofVirtual().name("southbound-", 0)::start;
  }

  /** Each thread's own generator, looked up at every use. */
  private static RandomGenerator threadLocalRandom() {
    return () -> ThreadLocalRandom.current().nextLong();
  }
}
