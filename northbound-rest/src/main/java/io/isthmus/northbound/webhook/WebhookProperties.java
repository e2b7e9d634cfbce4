package io.isthmus.northbound.webhook;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How webhooks are delivered, under {@code isthmus.northbound.webhook}. With what is usual, an
 * event is tried for about two and a half hours before it becomes a dead letter.
 *
 * @param connectTimeout how long a receiver may take to accept the connection
 * @param requestTimeout how long it may take to answer, connecting included
 * @param maxAttempts how often an event is tried
 * @param firstRetry pause after the first attempt; three times as long after each further one
 * @param longestRetry longest pause
 * @param breakAfter how many attempts in a row have to fail until the receiver is left alone
 * @param breakFor how long it is left alone
 * @param maxConcurrent most attempts at the same time, of all webhooks
 * @param lease how long another replica waits for one that is silent
 * @param look how often the store is asked what is to be delivered
 * @param allowPrivateAddresses whether receivers may be on the controller's own machine or in
 *     private networks; whoever may declare webhooks could then ask any service there
 */
@ConfigurationProperties("isthmus.northbound.webhook")
public record WebhookProperties(
    @DefaultValue("5s") Duration connectTimeout,
    @DefaultValue("10s") Duration requestTimeout,
    @DefaultValue("12") int maxAttempts,
    @DefaultValue("1s") Duration firstRetry,
    @DefaultValue("30m") Duration longestRetry,
    @DefaultValue("5") int breakAfter,
    @DefaultValue("30s") Duration breakFor,
    @DefaultValue("200") int maxConcurrent,
    @DefaultValue("30s") Duration lease,
    @DefaultValue("1s") Duration look,
    @DefaultValue("false") boolean allowPrivateAddresses) {
  public WebhookProperties {
    if (lease.compareTo(requestTimeout.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "isthmus.northbound.webhook.lease %s is shorter than twice the request-timeout %s: raise it"
              .formatted(lease, requestTimeout));
    }
  }
}
