package io.isthmus.northbound;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of the REST API, under {@code isthmus.northbound}.
 *
 * @param maxBodySize largest request body
 * @param maxIntentSize largest whole-network document
 * @param maxEventStreams most event streams open at once
 * @param eventHeartbeat how often a silent stream says that it is alive
 * @param eventPoll how often the log is asked for new events, per tenant with open streams
 * @param cors which pages of other origins may ask
 */
@ConfigurationProperties("isthmus.northbound")
public record NorthboundProperties(
    @DefaultValue("1MB") DataSize maxBodySize,
    @DefaultValue("16MB") DataSize maxIntentSize,
    @DefaultValue("1000") int maxEventStreams,
    @DefaultValue("15s") Duration eventHeartbeat,
    @DefaultValue("100ms") Duration eventPoll,
    @DefaultValue Cors cors) {

  /**
   * Cross-origin resource sharing.
   *
   * @param allowedOrigins such as {@code https://console.example}; none unless configured
   */
  public record Cors(@DefaultValue List<String> allowedOrigins) {
    public Cors {
      allowedOrigins = List.copyOf(allowedOrigins);
    }
  }
}
