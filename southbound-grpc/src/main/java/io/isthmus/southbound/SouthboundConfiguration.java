package io.isthmus.southbound;

import io.isthmus.domain.reconcile.EdgeFleet;
import io.isthmus.domain.reconcile.NetworkWatch;
import io.isthmus.domain.trust.ControllerIdentity;
import io.isthmus.domain.trust.Refusals;
import io.isthmus.domain.trust.TrustDomain;
import io.isthmus.southbound.session.EdgeAdmission;
import io.isthmus.southbound.session.EdgeSessions;
import io.isthmus.southbound.session.EdgeTrust;
import io.isthmus.southbound.session.SessionLimits;
import io.isthmus.southbound.tls.EdgeCertificates;
import io.isthmus.southbound.tls.RefusedEdges;
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
  EdgeTrust edgeTrust(
      EdgeAdmission admission,
      ControllerIdentity identity,
      TrustDomain domain,
      Refusals refusals,
      Clock clock) {
    return new EdgeTrust(
        admission,
        identity,
        new EdgeCertificates(domain, identity, clock),
        new RefusedEdges(refusals, clock),
        clock);
  }

  @Bean
  EdgeSessions edgeSessions(
      EdgeFleet fleet,
      NetworkWatch watch,
      EdgeTrust trust,
      Clock clock,
      SouthboundProperties properties) {
    EdgeSessions sessions =
        new EdgeSessions(
            fleet,
            watch,
            trust,
            SessionLimits.withHeartbeat(properties.heartbeatInterval()),
            clock,
            virtualThreads(),
            System::nanoTime,
            threadLocalRandom());
    fleet.attach(sessions);
    trust.admission().listen(sessions::identityEnded);
    trust.identity().whenChanged(sessions::rootsChanged);
    return sessions;
  }

  @Bean
  SouthboundServer southboundServer(
      SouthboundProperties properties, EdgeSessions sessions, EdgeTrust trust) {
    return new SouthboundServer(properties, sessions, trust, virtualThreads());
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
