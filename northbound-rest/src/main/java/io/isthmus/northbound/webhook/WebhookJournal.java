package io.isthmus.northbound.webhook;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.EventType;
import io.isthmus.domain.operation.Webhook;
import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.AuditLog;
import io.isthmus.northbound.change.Acting;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Tells the audit log who changed which webhook. Safe for any thread. */
@Component
final class WebhookJournal {
  private final AuditLog log;
  private final Clock clock;

  WebhookJournal(AuditLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  void changed(Name tenant, Name name, Optional<Webhook> before, Optional<Webhook> after) {
    if (before.equals(after)) {
      return;
    }
    String action = before.isEmpty() ? "CREATE" : after.isEmpty() ? "DELETE" : "REPLACE";
    log.append(
        List.of(
            AuditEntry.done(
                    clock.instant(), Optional.of(tenant), Acting.now(), action, "webhooks/" + name)
                .changing(before.map(WebhookJournal::shown), after.map(WebhookJournal::shown))));
  }

  /** Without the secret, and without a query, which often holds one. */
  private static Map<String, Object> shown(Webhook webhook) {
    URI url = webhook.url();
    Map<String, Object> shown = new TreeMap<>();
    shown.put(
        "url", "%s://%s%s".formatted(url.getScheme(), url.getRawAuthority(), url.getRawPath()));
    shown.put(
        "eventTypes",
        webhook.eventTypes().stream().map(EventType::cloudEventsType).sorted().toList());
    shown.put("state", webhook.state().name());
    return shown;
  }
}
