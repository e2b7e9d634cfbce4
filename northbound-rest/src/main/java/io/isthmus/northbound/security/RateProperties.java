package io.isthmus.northbound.security;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many requests are taken each second, under {@code isthmus.northbound.rate}. What is beyond is
 * answered with 429.
 *
 * @param perToken of one token
 * @param perSource without a token, of one address (of one /64 with IPv6)
 * @param failedPerSource with a token that is not valid, of one address
 * @param maxCounted most tokens and most addresses that are counted; the one that was silent for
 *     longest is forgotten first
 */
@ConfigurationProperties("isthmus.northbound.rate")
public record RateProperties(
    @DefaultValue("500") int perToken,
    @DefaultValue("50") int perSource,
    @DefaultValue("5") int failedPerSource,
    @DefaultValue("10000") int maxCounted) {
  public RateProperties {
    requirePositive("per-token", perToken);
    requirePositive("per-source", perSource);
    requirePositive("failed-per-source", failedPerSource);
    requirePositive("max-counted", maxCounted);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "isthmus.northbound.rate.%s %d is below 1: raise it".formatted(name, value));
    }
  }
}
