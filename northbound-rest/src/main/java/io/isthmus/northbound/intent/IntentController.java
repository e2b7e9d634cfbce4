package io.isthmus.northbound.intent;

import io.isthmus.domain.intent.Network;
import io.isthmus.domain.intent.NetworkDiff;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.EdgeOperation;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.reconcile.ChangeOutcome;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Needs;
import io.isthmus.northbound.change.Changes;
import io.isthmus.northbound.change.EntityTag;
import io.isthmus.northbound.change.IsthmusHeaders;
import io.isthmus.northbound.change.Progress;
import io.isthmus.northbound.change.Terms;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.document.IntentSized;
import io.isthmus.northbound.idempotency.Idempotency;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code …/intent}, {@code …/intent:plan} and {@code …/intent:apply}. */
@RestController
@Tag(name = "Intent")
@RequestMapping("/api/v1/tenants/{tenant}")
class IntentController {
  private static final String YAML = "application/yaml";

  private final IntentService intent;
  private final Changes changes;
  private final Idempotency idempotency;
  private final IntentText text;

  IntentController(
      IntentService intent, Changes changes, Idempotency idempotency, IntentText text) {
    this.intent = intent;
    this.changes = changes;
    this.idempotency = idempotency;
    this.text = text;
  }

  @io.swagger.v3.oas.annotations.Operation(
      summary = "Export the whole network",
      description =
          "As JSON or YAML, by Accept. Applied again it changes nothing. The entity tag can be given to intent:apply as If-Match.")
  @Needs(Role.VIEWER)
  @GetMapping(
      path = "/intent",
      produces = {"application/json", YAML, "application/x-yaml", "text/yaml"})
  ResponseEntity<byte[]> getIntent(
      @PathVariable Name tenant,
      @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "*/*") List<String> accept,
      Terms terms) {
    long revision = intent.snapshot().revision();
    Network network = intent.network(tenant);
    EntityTag tag = text.tag(network);
    boolean unmodified = terms.preconditions().isUnmodified(tag);
    MediaType type = text.preferred(accept);
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(unmodified ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
            .header(HttpHeaders.ETAG, tag.quoted())
            .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
            .header(IsthmusHeaders.REVISION, Long.toString(revision));
    return unmodified ? answer.build() : answer.contentType(type).body(text.write(network, type));
  }

  @io.swagger.v3.oas.annotations.Operation(
      summary = "Say what an intent would change",
      description = "Nothing is changed.")
  @Needs(Role.ORCHESTRATOR)
  @PostMapping(
      path = "/intent:plan",
      consumes = {"application/json", YAML, "application/x-yaml", "text/yaml"},
      produces = "application/json")
  ResponseEntity<IntentDifference> planIntent(
      @PathVariable Name tenant,
      @RequestParam(defaultValue = "REPLACE") IntentMode mode,
      @IntentSized Document document,
      Terms terms) {
    intent.network(tenant);
    IntentDocument declared = IntentDocument.read(document);
    IntentService.Preview preview =
        changes.preview(
            tenant,
            declared.placement(),
            present -> {
              requirePreconditions(terms, present);
              return declared.changes(present, mode);
            });
    return ResponseEntity.ok()
        .header(IsthmusHeaders.REVISION, Long.toString(preview.revision()))
        .body(
            IntentDifference.of(
                preview.revision(),
                preview.before(),
                preview.diff(),
                preview.affectedEdges(),
                Optional.empty()));
  }

  @io.swagger.v3.oas.annotations.Operation(
      summary = "Make the network what a document says",
      description =
          "In one transaction: all of it, or nothing. With mode REPLACE the document is the whole intent, and what it leaves out is removed; with MERGE it stays.")
  @Needs(Role.ORCHESTRATOR)
  @PostMapping(
      path = "/intent:apply",
      consumes = {"application/json", YAML, "application/x-yaml", "text/yaml"},
      produces = "application/json")
  ResponseEntity<?> applyIntent(
      @PathVariable Name tenant,
      @RequestParam(defaultValue = "REPLACE") IntentMode mode,
      @IntentSized Document document,
      Terms terms,
      HttpServletRequest request) {
    intent.network(tenant);
    return idempotency.once(
        tenant,
        request,
        document,
        new Idempotency.Work<Applied, IntentDifference>() {
          @Override
          public Applied change() {
            return apply(tenant, mode, document, terms);
          }

          @Override
          public ResponseEntity<IntentDifference> answer(
              Applied applied, Idempotency.Waiting waiting) {
            return applied(applied, changes.await(tenant, applied.outcome(), waiting.of(terms)));
          }
        });
  }

  private Applied apply(Name tenant, IntentMode mode, Document document, Terms terms) {
    IntentDocument declared = IntentDocument.read(document);
    AtomicReference<Network> before = new AtomicReference<>(Network.empty(tenant));
    ChangeOutcome outcome =
        changes.apply(
            tenant,
            "apply intent",
            declared.placement(),
            present -> {
              requirePreconditions(terms, present);
              before.set(present);
              return declared.changes(present, mode);
            });
    return new Applied(Objects.requireNonNull(before.get()), outcome);
  }

  private static ResponseEntity<IntentDifference> applied(Applied applied, Progress progress) {
    return ResponseEntity.status(progress.statusOfDispatch())
        .headers(progress.headers())
        .body(difference(applied.outcome(), applied.before(), progress.operation()));
  }

  private record Applied(Network before, ChangeOutcome outcome) {}

  private void requirePreconditions(Terms terms, Network present) {
    if (terms.preconditions().areGiven()) {
      terms.preconditions().require(Optional.of(text.tag(present)));
    }
  }

  private static IntentDifference difference(
      ChangeOutcome outcome, Network before, Optional<Operation> operation) {
    NetworkDiff diff =
        switch (outcome) {
          case ChangeOutcome.Unchanged unchanged ->
              NetworkDiff.between(unchanged.network(), unchanged.network());
          case ChangeOutcome.Changed changed -> changed.diff();
        };
    List<Name> affected =
        operation.stream()
            .flatMap(existing -> existing.edges().stream().map(EdgeOperation::edge))
            .toList();
    return IntentDifference.of(outcome.revision(), before, diff, affected, operation);
  }
}
