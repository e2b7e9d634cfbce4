package io.isthmus.northbound.intent;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.northbound.application.ApplicationType;
import io.isthmus.northbound.change.Placement;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.document.Errors;
import io.isthmus.northbound.document.Fields;
import io.isthmus.northbound.edge.EdgeType;
import io.isthmus.northbound.overlay.OverlayType;
import io.isthmus.northbound.resource.Parsed;
import io.isthmus.northbound.resource.ResourceType;
import io.isthmus.northbound.site.SiteType;
import io.isthmus.northbound.traffic.TrafficClassType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A whole network as a client declared it. */
final class IntentDocument {
  static final List<ResourceType<?, ?>> TYPES =
      List.of(
          SiteType.INSTANCE,
          EdgeType.INSTANCE,
          OverlayType.INSTANCE,
          TrafficClassType.INSTANCE,
          ApplicationType.INSTANCE);

  private final List<Section<?>> sections;

  private IntentDocument(List<Section<?>> sections) {
    this.sections = sections;
  }

  static IntentDocument read(Document document) {
    Errors errors = new Errors();
    List<Section<?>> sections = new ArrayList<>();
    Fields.of(document.root(), "", errors)
        .ifPresent(fields -> {
          for (ResourceType<?, ?> type : TYPES) {
            sections.add(section(type, fields, errors));
          }
          fields.end();
        });
    errors.throwIfAny();
    return new IntentDocument(sections);
  }

  /** The changes that make the network what the document says. */
  List<Change> changes(Network present, IntentMode mode) {
    Errors errors = new Errors();
    List<Change> changes = new ArrayList<>();
    for (Section<?> section : sections) {
      section.addChanges(present, mode, changes, errors);
    }
    errors.throwIfAny();
    return changes;
  }

  Placement placement() {
    Placement placement = new Placement();
    sections.forEach(section -> section.items().forEach(item -> item.place(placement)));
    return placement;
  }

  private static <T> Section<T> section(ResourceType<T, ?> type, Fields fields, Errors errors) {
    List<Parsed<T>> items =
        fields.list(type.field(), (node, pointer, all) -> Parsed.item(type, node, pointer, all));
    Set<Name> seen = new HashSet<>();
    for (Parsed<T> item : items) {
      if (!seen.add(item.name())) {
        errors.invalid(
            item.pointer() + "/name",
            "DUPLICATE",
            "%s %s is given twice: keep one".formatted(type.kind().words(), item.name()));
      }
    }
    return new Section<>(type, items);
  }

  private record Section<T>(ResourceType<T, ?> type, List<Parsed<T>> items) {
    void addChanges(Network present, IntentMode mode, List<Change> changes, Errors errors) {
      Set<Name> kept = new HashSet<>();
      for (Parsed<T> item : items) {
        Optional<Declared<T>> declared = Optional.ofNullable(type.in(present).get(item.name()));
        item.requireReadOnlyUnchanged(declared, errors);
        changes.add(type.put(item.value()));
        kept.add(item.name());
      }
      if (mode == IntentMode.REPLACE) {
        type.in(present).keySet().stream()
            .filter(name -> !kept.contains(name))
            .forEach(name -> changes.add(new Change.Remove(type.kind(), name)));
      }
    }
  }
}
