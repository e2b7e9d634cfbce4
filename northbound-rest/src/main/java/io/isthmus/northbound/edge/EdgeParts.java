package io.isthmus.northbound.edge;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.ChangeOutcome;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.topology.Edge;
import io.isthmus.northbound.change.Changes;
import io.isthmus.northbound.change.EntityTag;
import io.isthmus.northbound.change.Placement;
import io.isthmus.northbound.change.Progress;
import io.isthmus.northbound.change.Terms;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.document.Errors;
import io.isthmus.northbound.document.Fields;
import io.isthmus.northbound.document.Readings;
import io.isthmus.northbound.operation.OperationView;
import io.isthmus.northbound.resource.Answers;
import io.isthmus.northbound.resource.Missing;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import io.isthmus.northbound.resource.ReadOnly;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * What can be done with a part of an edge. A part has no life of its own: it is read from its edge,
 * and a change of it is a change of the edge, whose revision tags it.
 */
@Component
final class EdgeParts {
  private final IntentService intent;
  private final Changes changes;

  EdgeParts(IntentService intent, Changes changes) {
    this.intent = intent;
    this.changes = changes;
  }

  <T, V> ResponseEntity<Page<V>> list(EdgePart<T, V> kind, Name tenant, Name edge, Paging paging) {
    long revision = intent.snapshot().revision();
    Declared<Edge> declared = edge(intent.network(tenant), edge);
    SortedMap<Name, T> byName = new TreeMap<>();
    kind.of(declared.value()).forEach(part -> byName.put(kind.name(part), part));
    return Page.of(
            paging, byName, Name::of, part -> true, part -> kind.view(part, declared.revision()))
        .answer(paging, revision);
  }

  <T, V> ResponseEntity<V> get(
      EdgePart<T, V> kind, Name tenant, Name edge, Name name, Terms terms) {
    long revision = intent.snapshot().revision();
    Declared<Edge> declared = edge(intent.network(tenant), edge);
    T part = load(kind, declared, name);
    return Answers.shown(declared, revision, terms, kind.view(part, declared.revision()));
  }

  <T, V> ResponseEntity<V> put(
      EdgePart<T, V> kind, Name tenant, Name edge, Name name, Document document, Terms terms) {
    Given<T> given = read(kind, document, name);
    Placement placement = new Placement();
    AtomicBoolean existed = new AtomicBoolean();
    ChangeOutcome outcome =
        changes.apply(
            tenant,
            "put %s %s of edge %s".formatted(kind.words(), name, edge),
            placement,
            network -> {
              Declared<Edge> declared = edge(network, edge);
              Optional<T> present = find(kind, declared, name);
              existed.set(present.isPresent());
              terms.preconditions().require(present.map(part -> EntityTag.of(declared)));
              requireRevision(given, present.map(part -> declared.revision()));
              Edge changed = with(kind, declared.value(), name, Optional.of(given.part()));
              place(kind, changed, name, given, document, placement);
              return List.of(new Change.PutEdge(changed));
            });
    Declared<Edge> after = edge(outcome.network(), edge);
    Progress progress = changes.await(tenant, outcome, terms.preference());
    return ResponseEntity.status(existed.get() ? progress.statusOfUpdate() : HttpStatus.CREATED)
        .headers(progress.headers())
        .header(HttpHeaders.ETAG, EntityTag.of(after).quoted())
        .body(kind.view(load(kind, after, name), after.revision()));
  }

  <T, V> ResponseEntity<OperationView> delete(
      EdgePart<T, V> kind, Name tenant, Name edge, Name name, Terms terms) {
    ChangeOutcome outcome =
        changes.apply(
            tenant,
            "delete %s %s of edge %s".formatted(kind.words(), name, edge),
            new Placement(),
            network -> {
              Declared<Edge> declared = edge(network, edge);
              Optional<T> present = find(kind, declared, name);
              terms.preconditions().require(present.map(part -> EntityTag.of(declared)));
              load(kind, declared, name);
              return List.of(
                  new Change.PutEdge(with(kind, declared.value(), name, Optional.empty())));
            });
    return Answers.dispatched(changes.await(tenant, outcome, terms.preference()));
  }

  private static <T> Given<T> read(EdgePart<T, ?> kind, Document document, Name name) {
    Errors errors = new Errors();
    Optional<Given<T>> given =
        Fields.of(document.root(), "", errors)
            .flatMap(fields -> {
              Optional<Name> own = fields.optional("name", Readings.NAME);
              if (own.isPresent() && !own.get().equals(name)) {
                fields.invalid(
                    "name",
                    "NAME_MISMATCH",
                    "name %s is not %s, which the URL says: leave name out"
                        .formatted(own.get(), name));
              }
              Optional<Long> revision = fields.optional("revision", Readings.LONG);
              return kind.read(fields, name).map(part -> new Given<>(part, revision));
            });
    errors.throwIfAny();
    return given.orElseThrow(() -> new IllegalStateException("nothing read and no error"));
  }

  private static void requireRevision(Given<?> given, Optional<Long> present) {
    Errors errors = new Errors();
    given.revision().ifPresent(value -> ReadOnly.require("revision", value, present, "", errors));
    errors.throwIfAny();
  }

  /** The edge with another part of this name, or without one. */
  private static <T> Edge with(EdgePart<T, ?> kind, Edge edge, Name name, Optional<T> replacement) {
    List<T> parts = new ArrayList<>();
    for (T part : kind.of(edge)) {
      if (!kind.name(part).equals(name)) {
        parts.add(part);
      }
    }
    replacement.ifPresent(parts::add);
    try {
      return kind.with(edge, parts);
    } catch (InvalidValue e) {
      Errors errors = new Errors();
      errors.invalid("", e.code(), e.getMessage());
      errors.throwIfAny();
      throw e;
    }
  }

  /** Only what is wrong with the part itself has a place in its document. */
  private static <T> void place(
      EdgePart<T, ?> kind,
      Edge edge,
      Name name,
      Given<T> given,
      Document document,
      Placement placement) {
    int index = kind.of(edge).stream().map(kind::name).toList().indexOf(name);
    String own = "/%s/%d".formatted(kind.field(), index);
    placement.put(
        Kind.EDGE,
        edge.name(),
        field ->
            field.startsWith(own + "/")
                ? kind.locate(given.part(), document.root(), field.substring(own.length()))
                : "",
        (before, violation) -> Rival.of(before, violation).flatMap(rival -> rival.within(edge)));
  }

  private static Declared<Edge> edge(Network network, Name name) {
    Declared<Edge> declared = network.edges().get(name);
    if (declared == null) {
      throw Missing.resource(network, Kind.EDGE, name);
    }
    return declared;
  }

  private static <T> Optional<T> find(EdgePart<T, ?> kind, Declared<Edge> edge, Name name) {
    return kind.of(edge.value()).stream().filter(part -> kind.name(part).equals(name)).findFirst();
  }

  private static <T> T load(EdgePart<T, ?> kind, Declared<Edge> edge, Name name) {
    return find(kind, edge, name)
        .orElseThrow(() ->
            Missing.of(
                "%s of edge %s".formatted(kind.words(), edge.value().name()),
                name,
                kind.of(edge.value()).stream().map(kind::name).toList()));
  }

  private record Given<T>(T part, Optional<Long> revision) {}
}
