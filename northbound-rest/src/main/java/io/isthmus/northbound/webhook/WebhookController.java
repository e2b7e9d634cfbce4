package io.isthmus.northbound.webhook;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.DeadLetter;
import io.isthmus.domain.operation.WebhookStore;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Needs;
import io.isthmus.northbound.change.IsthmusHeaders;
import io.isthmus.northbound.change.Terms;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.resource.Cursors;
import io.isthmus.northbound.resource.Missing;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/tenants/{tenant}/webhooks}. */
@RestController
@Tag(name = "Webhooks")
@RequestMapping(path = "/api/v1/tenants/{tenant}/webhooks", produces = "application/json")
class WebhookController {
  private final IntentService intent;
  private final Webhooks webhooks;
  private final WebhookStore store;

  WebhookController(IntentService intent, Webhooks webhooks, WebhookStore store) {
    this.intent = intent;
    this.webhooks = webhooks;
    this.store = store;
  }

  @Operation(summary = "List webhooks", description = "In order of name.")
  @Needs(Role.ORCHESTRATOR)
  @GetMapping
  ResponseEntity<Page<WebhookView>> listWebhooks(@PathVariable Name tenant, Paging paging) {
    intent.network(tenant);
    SortedMap<Name, WebhookStore.Entry> byName = new TreeMap<>();
    store.list(tenant).forEach(entry -> byName.put(entry.webhook().name(), entry));
    return Page.of(paging, byName, Name::of, entry -> true, WebhookController::view)
        .answer(paging, revision());
  }

  @Operation(
      summary = "Show a webhook",
      description = "Without its secret, so that it can be put back as it is.")
  @Needs(Role.ORCHESTRATOR)
  @GetMapping("/{webhook}")
  ResponseEntity<WebhookView> getWebhook(
      @PathVariable Name tenant, @PathVariable Name webhook, Terms terms) {
    intent.network(tenant);
    WebhookStore.Entry entry = webhooks.load(tenant, webhook);
    boolean unmodified = terms.preconditions().isUnmodified(Webhooks.tag(entry));
    ResponseEntity.BodyBuilder answer =
        answer(unmodified ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
            .header(HttpHeaders.ETAG, Webhooks.tag(entry).quoted());
    return unmodified ? answer.build() : answer.body(view(entry));
  }

  @Operation(
      summary = "Create or replace a webhook",
      description =
          "Idempotent. A new one without a secret gets one, which only this answer shows. What is replaced goes on where it is, and tries at once.")
  @Needs(Role.ORCHESTRATOR)
  @PutMapping(path = "/{webhook}", consumes = "application/json")
  ResponseEntity<WebhookView> putWebhook(
      @PathVariable Name tenant, @PathVariable Name webhook, Document document, Terms terms) {
    intent.network(tenant);
    return written(webhooks.put(tenant, webhook, document.root(), terms.preconditions()));
  }

  @Operation(
      summary = "Change some fields of a webhook",
      description =
          "JSON merge patch (RFC 7396): fields of the patch replace those of the resource, null removes, lists are replaced as a whole.")
  @Needs(Role.ORCHESTRATOR)
  @PatchMapping(path = "/{webhook}", consumes = "application/merge-patch+json")
  ResponseEntity<WebhookView> patchWebhook(
      @PathVariable Name tenant, @PathVariable Name webhook, Document patch, Terms terms) {
    intent.network(tenant);
    return written(webhooks.patch(tenant, webhook, patch.root(), terms.preconditions()));
  }

  @Operation(summary = "Delete a webhook", description = "Its dead letters go with it.")
  @Needs(Role.ORCHESTRATOR)
  @DeleteMapping("/{webhook}")
  ResponseEntity<Void> deleteWebhook(
      @PathVariable Name tenant, @PathVariable Name webhook, Terms terms) {
    intent.network(tenant);
    webhooks.remove(tenant, webhook, terms.preconditions());
    return answer(HttpStatus.NO_CONTENT).build();
  }

  @Operation(summary = "Show how far a webhook got")
  @Needs(Role.ORCHESTRATOR)
  @GetMapping("/{webhook}/status")
  ResponseEntity<WebhookStatusView> getWebhookStatus(
      @PathVariable Name tenant, @PathVariable Name webhook) {
    intent.network(tenant);
    return answer(HttpStatus.OK).body(webhooks.status(tenant, webhook));
  }

  @Operation(
      summary = "Deliver events again",
      description =
          "The webhook begins anew after an event: what came after it is delivered, in order, also if it was before.")
  @Needs(Role.ORCHESTRATOR)
  @PostMapping(path = "/{webhook}:replay", consumes = "application/json")
  ResponseEntity<WebhookStatusView> replayWebhook(
      @PathVariable Name tenant, @PathVariable Name webhook, Document document) {
    intent.network(tenant);
    webhooks.load(tenant, webhook);
    webhooks.replay(tenant, webhook, ReplayRequest.read(document));
    return answer(HttpStatus.OK).body(webhooks.status(tenant, webhook));
  }

  @Operation(
      summary = "List events that could not be delivered",
      description =
          "The oldest first. At most 1,000 are kept for each webhook; older ones are dropped for newer ones.")
  @Needs(Role.ORCHESTRATOR)
  @GetMapping("/{webhook}/dead-letters")
  ResponseEntity<Page<DeadLetterView>> listDeadLetters(
      @PathVariable Name tenant, @PathVariable Name webhook, Paging paging) {
    intent.network(tenant);
    webhooks.load(tenant, webhook);
    long after = paging.after().map(key -> Cursors.parse(key, Long::parseLong)).orElse(-1L);
    List<DeadLetter> fetched = store.deadLetters(tenant, webhook, after, paging.limit() + 1);
    return Page.ofOneMore(
            paging, fetched, letter -> Long.toString(letter.event().sequence()), DeadLetterView::of)
        .answer(paging, revision());
  }

  @Operation(summary = "Show an event that could not be delivered")
  @Needs(Role.ORCHESTRATOR)
  @GetMapping("/{webhook}/dead-letters/{event}")
  ResponseEntity<DeadLetterView> getDeadLetter(
      @PathVariable Name tenant, @PathVariable Name webhook, @PathVariable Long event) {
    intent.network(tenant);
    webhooks.load(tenant, webhook);
    DeadLetter letter =
        store.findDeadLetter(tenant, webhook, event).orElseThrow(() -> missing(webhook, event));
    return answer(HttpStatus.OK).body(DeadLetterView.of(letter));
  }

  @Operation(
      summary = "Try an event again that could not be delivered",
      description =
          "Once, soon, and beside the events that follow. When the receiver takes it, it is no dead letter any more.")
  @Needs(Role.ORCHESTRATOR)
  @PostMapping("/{webhook}/dead-letters/{event}:redeliver")
  ResponseEntity<Redelivery> redeliverDeadLetter(
      @PathVariable Name tenant, @PathVariable Name webhook, @PathVariable Long event) {
    intent.network(tenant);
    return answer(HttpStatus.ACCEPTED)
        .body(new Redelivery(webhooks.redeliver(tenant, webhook, Optional.of(event))));
  }

  @Operation(
      summary = "Try all events again that could not be delivered",
      description = "Each once, in order, and beside the events that follow.")
  @Needs(Role.ORCHESTRATOR)
  @PostMapping("/{webhook}/dead-letters:redeliver")
  ResponseEntity<Redelivery> redeliverDeadLetters(
      @PathVariable Name tenant, @PathVariable Name webhook) {
    intent.network(tenant);
    return answer(HttpStatus.ACCEPTED)
        .body(new Redelivery(webhooks.redeliver(tenant, webhook, Optional.empty())));
  }

  @Operation(summary = "Drop an event that could not be delivered")
  @Needs(Role.ORCHESTRATOR)
  @DeleteMapping("/{webhook}/dead-letters/{event}")
  ResponseEntity<Void> deleteDeadLetter(
      @PathVariable Name tenant, @PathVariable Name webhook, @PathVariable Long event) {
    intent.network(tenant);
    webhooks.load(tenant, webhook);
    if (!store.removeDeadLetter(tenant, webhook, event)) {
      throw missing(webhook, event);
    }
    return answer(HttpStatus.NO_CONTENT).build();
  }

  private ResponseEntity<WebhookView> written(Webhooks.Written written) {
    HttpStatus status =
        written.outcome() == Webhooks.Outcome.CREATED ? HttpStatus.CREATED : HttpStatus.OK;
    return answer(status)
        .header(HttpHeaders.ETAG, Webhooks.tag(written.entry()).quoted())
        .body(WebhookView.of(written.entry().webhook(), written.secret()));
  }

  private static RuntimeException missing(Name webhook, long event) {
    return Missing.of("dead letter %d of webhook %s".formatted(event, webhook));
  }

  private static WebhookView view(WebhookStore.Entry entry) {
    return WebhookView.of(entry.webhook(), Optional.empty());
  }

  private ResponseEntity.BodyBuilder answer(HttpStatus status) {
    return ResponseEntity.status(status).header(IsthmusHeaders.REVISION, Long.toString(revision()));
  }

  private long revision() {
    return intent.snapshot().revision();
  }
}
