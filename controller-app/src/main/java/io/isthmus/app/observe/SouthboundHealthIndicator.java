package io.isthmus.app.observe;

import io.isthmus.southbound.SouthboundServer;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether edges can dial in: a controller that they cannot reach is not ready. */
@Component
class SouthboundHealthIndicator implements HealthIndicator {
  private final SouthboundServer server;

  SouthboundHealthIndicator(SouthboundServer server) {
    this.server = server;
  }

  @Override
  public Health health() {
    if (!server.isListening()) {
      return Health.down().withDetail("reason", "edges cannot dial in: nothing listens").build();
    }
    return Health.up()
        .withDetail("addresses", server.addresses().toString())
        .withDetail("edges", server.sessions().connected())
        .build();
  }
}
