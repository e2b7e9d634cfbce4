package io.isthmus.northbound.resource;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.ChangeOutcome;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.northbound.change.Changes;
import io.isthmus.northbound.change.EntityTag;
import io.isthmus.northbound.change.Placement;
import io.isthmus.northbound.change.Preconditions;
import io.isthmus.northbound.change.Progress;
import io.isthmus.northbound.change.Terms;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.document.Errors;
import io.isthmus.northbound.operation.OperationView;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What can be done with any kind of named resource. Safe for any thread. */
@Component
public final class Resources {
  private final IntentService intent;
  private final Changes changes;
  private final JsonMapper json;

  public Resources(IntentService intent, Changes changes, JsonMapper json) {
    this.intent = intent;
    this.changes = changes;
    this.json = json;
  }

  /** A page of them, in order of name. */
  public <T, V> ResponseEntity<Page<V>> list(ResourceType<T, V> type, Name tenant, Paging paging) {
    long revision = intent.snapshot().revision();
    return page(type, intent.network(tenant), revision, paging, any -> true);
  }

  /** A page of those that are asked for, in order of name. */
  public <T, V> ResponseEntity<Page<V>> list(
      ResourceType<T, V> type, Name tenant, Paging paging, Narrowing<T> narrowing) {
    long revision = intent.snapshot().revision();
    Network network = intent.network(tenant);
    narrowing.requireExists(network);
    return page(type, network, revision, paging, narrowing::takes);
  }

  private static <T, V> ResponseEntity<Page<V>> page(
      ResourceType<T, V> type, Network network, long revision, Paging paging, Predicate<T> filter) {
    return Page.of(
            paging,
            type.in(network),
            Name::of,
            declared -> filter.test(declared.value()),
            type::view)
        .answer(paging, revision);
  }

  /** One, or 304 when the client has it. */
  public <T, V> ResponseEntity<V> get(
      ResourceType<T, V> type, Name tenant, Name name, Terms terms) {
    long revision = intent.snapshot().revision();
    Declared<T> declared = load(type, intent.network(tenant), name);
    return Answers.shown(declared, revision, terms, type.view(declared));
  }

  /** Creates or replaces. */
  public <T, V> ResponseEntity<V> put(
      ResourceType<T, V> type, Name tenant, Name name, Document document, Terms terms) {
    Parsed<T> parsed = Parsed.one(type, document, name);
    return write(
        type,
        tenant,
        name,
        terms,
        new Placement(),
        present -> {
          terms.preconditions().require(present.map(EntityTag::of));
          return parsed;
        });
  }

  /** Merges a patch into what is. */
  public <T, V> ResponseEntity<V> patch(
      ResourceType<T, V> type, Name tenant, Name name, Document patch, Terms terms) {
    return write(
        type,
        tenant,
        name,
        terms,
        new Placement(),
        present -> {
          Declared<T> declared =
              present.orElseThrow(
                  () -> Missing.resource(intent.network(tenant), type.kind(), name));
          terms.preconditions().require(Optional.of(EntityTag.of(declared)));
          JsonNode is = json.valueToTree(type.view(declared));
          return Parsed.one(type, type.merged(is, patch.root()), name);
        });
  }

  /** Removes; the answer shows the operation that takes it off the edges. */
  public <T, V> ResponseEntity<OperationView> delete(
      ResourceType<T, V> type, Name tenant, Name name, Terms terms) {
    ChangeOutcome outcome =
        changes.apply(
            tenant,
            "delete %s %s".formatted(type.kind().words(), name),
            new Placement(),
            network -> removal(type, network, name, terms.preconditions()));
    return Answers.dispatched(changes.await(tenant, outcome, terms.preference()));
  }

  private <T, V> ResponseEntity<V> write(
      ResourceType<T, V> type,
      Name tenant,
      Name name,
      Terms terms,
      Placement placement,
      Function<Optional<Declared<T>>, Parsed<T>> declaration) {
    ChangeOutcome outcome =
        changes.apply(
            tenant,
            "put %s %s".formatted(type.kind().words(), name),
            placement,
            network -> {
              Optional<Declared<T>> present = find(type, network, name);
              Parsed<T> parsed = declaration.apply(present);
              requireReadOnlyUnchanged(parsed, present);
              parsed.place(placement);
              return List.<Change>of(type.put(parsed.value()));
            });
    Declared<T> declared = load(type, outcome.network(), name);
    Progress progress = changes.await(tenant, outcome, terms.preference());
    HttpStatus status =
        isCreated(type, outcome, name) ? HttpStatus.CREATED : progress.statusOfUpdate();
    return ResponseEntity.status(status)
        .headers(progress.headers())
        .header(HttpHeaders.ETAG, EntityTag.of(declared).quoted())
        .body(type.view(declared));
  }

  private static <T> void requireReadOnlyUnchanged(
      Parsed<T> parsed, Optional<Declared<T>> present) {
    Errors errors = new Errors();
    parsed.requireReadOnlyUnchanged(present, errors);
    errors.throwIfAny();
  }

  private static <T> List<Change> removal(
      ResourceType<T, ?> type, Network network, Name name, Preconditions preconditions) {
    Optional<Declared<T>> present = find(type, network, name);
    preconditions.require(present.map(EntityTag::of));
    if (present.isEmpty()) {
      throw Missing.resource(network, type.kind(), name);
    }
    return List.of(new Change.Remove(type.kind(), name));
  }

  private static <T> boolean isCreated(ResourceType<T, ?> type, ChangeOutcome outcome, Name name) {
    return switch (outcome) {
      case ChangeOutcome.Unchanged unchanged -> false;
      case ChangeOutcome.Changed changed -> {
        Declared<T> after = type.in(changed.network()).get(name);
        yield type.in(changed.diff()).created().contains(after);
      }
    };
  }

  private static <T> Optional<Declared<T>> find(
      ResourceType<T, ?> type, Network network, Name name) {
    return Optional.ofNullable(type.in(network).get(name));
  }

  private static <T> Declared<T> load(ResourceType<T, ?> type, Network network, Name name) {
    return find(type, network, name)
        .orElseThrow(() -> Missing.resource(network, type.kind(), name));
  }
}
