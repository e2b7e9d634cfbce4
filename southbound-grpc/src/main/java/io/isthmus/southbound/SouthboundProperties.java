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
 * @param heartbeatInterval how often an edge gives a sign of life; three silent ones end its stream
 */
@ConfigurationProperties("isthmus.southbound")
public record SouthboundProperties(
    @DefaultValue("127.0.0.1") List<String> address,
    @DefaultValue("7443") int port,
    @DefaultValue("5s") Duration heartbeatInterval) {
  private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(100);
  private static final Duration LONGEST_HEARTBEAT = Duration.ofMinutes(10);

  public SouthboundProperties {
    address = List.copyOf(address);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "isthmus.southbound.port %d is outside 0-65535".formatted(port));
    }
    if (heartbeatInterval.compareTo(SHORTEST_HEARTBEAT) < 0
        || heartbeatInterval.compareTo(LONGEST_HEARTBEAT) > 0) {
      throw new IllegalArgumentException(
          "isthmus.southbound.heartbeat-interval %s is outside 100ms-10m"
              .formatted(heartbeatInterval));
    }
  }
}
