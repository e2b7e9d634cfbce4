package io.isthmus.southbound;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where and how the edges are served.
 *
 * @param address IP addresses to listen on, separated by commas
 * @param port TCP port on each of them; 0 for a free one
 * @param handshakesPerSecond connections from one address, in the long run; ten seconds' worth may
 *     come at once
 * @param enrolmentsPerSecond requests for a certificate from one address, likewise
 * @param heartbeatInterval how often an edge gives a sign of life; three silent ones end its stream
 */
@ConfigurationProperties("isthmus.southbound")
public record SouthboundProperties(
    @DefaultValue("127.0.0.1") List<String> address,
    @DefaultValue("7443") int port,
    @DefaultValue("5s") Duration heartbeatInterval,
    @DefaultValue("100") int handshakesPerSecond,
    @DefaultValue("10") int enrolmentsPerSecond) {
  private static final int MOST_PER_SECOND = 100_000;
  private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(100);
  private static final Duration LONGEST_HEARTBEAT = Duration.ofMinutes(10);

  public SouthboundProperties {
    address = List.copyOf(address);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "isthmus.southbound.port %d is outside 0-65535".formatted(port));
    }
    requirePositive("handshakes-per-second", handshakesPerSecond);
    requirePositive("enrolments-per-second", enrolmentsPerSecond);
    if (heartbeatInterval.compareTo(SHORTEST_HEARTBEAT) < 0
        || heartbeatInterval.compareTo(LONGEST_HEARTBEAT) > 0) {
      throw new IllegalArgumentException(
          "isthmus.southbound.heartbeat-interval %s is outside 100ms-10m"
              .formatted(heartbeatInterval));
    }
  }

  private static void requirePositive(String setting, int value) {
    if (value < 1 || value > MOST_PER_SECOND) {
      throw new IllegalArgumentException(
          "isthmus.southbound.%s %d is outside 1-%d".formatted(setting, value, MOST_PER_SECOND));
    }
  }
}
