package io.isthmus.app;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How paths are encrypted.
 *
 * @param rotationInterval between two scheduled changes of an edge's keys; 0 for none
 */
@ConfigurationProperties("isthmus.wireguard")
record WireGuardProperties(@DefaultValue("30d") Duration rotationInterval) {
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  WireGuardProperties {
    boolean tooShort = rotationInterval.compareTo(SHORTEST) < 0;
    if (!rotationInterval.isZero() && tooShort) {
      throw new IllegalArgumentException(
          "isthmus.wireguard.rotation-interval %s is neither 0, for no schedule, nor at least 1m"
              .formatted(rotationInterval));
    }
  }
}
