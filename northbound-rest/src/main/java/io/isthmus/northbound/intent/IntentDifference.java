package io.isthmus.northbound.intent;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.intent.NetworkDiff;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.northbound.operation.OperationView;
import io.isthmus.northbound.resource.ResourceType;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a document changes, or would change. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "IntentDifference", description = "What an intent changes, or would change.")
record IntentDifference(
    @Schema(
            description =
                "Of intent:apply the revision in which the intent is as declared; of intent:plan"
                    + " the present one.",
            example = "8")
        long revision,
    @Schema(description = "Whether anything is different.", example = "true") boolean changed,
    @Schema(
            description =
                "What is different, by kind: sites, edges, overlays, trafficClasses,"
                    + " applications.")
        Map<String, KindDifference> differences,
    @Schema(
            description =
                "Steering decisions that end because they lose their class, an edge, or the"
                    + " class's leave to use their overlays.")
        List<UUID> endedDecisions,
    @Schema(
            description = "Names of the edges whose configuration changes, in order.",
            example = "[\"cloud-paris\", \"edge-nice\"]")
        List<String> affectedEdges,
    @Schema(
            description =
                "The operation that takes it to the edges; absent of intent:plan, and when nothing"
                    + " is different.")
        @Nullable OperationView operation) {

  /** What is different within one kind. */
  @Schema(name = "KindDifference", description = "What is different within one kind of resource.")
  record KindDifference(
      @Schema(description = "Names of what is new, in order.") List<String> created,
      @Schema(description = "What is different, in order of name.") List<Replacement> replaced,
      @Schema(description = "Names of what is gone, in order.") List<String> removed) {}

  /** A resource before and after. */
  @Schema(name = "Replacement", description = "A resource before and after.")
  record Replacement(
      @Schema(description = "Name of the resource.", example = "on-1") String name,
      @Schema(description = "The resource as it was.") Object before,
      @Schema(description = "The resource as it is to be.") Object after) {}

  static IntentDifference of(
      long revision,
      Network before,
      NetworkDiff diff,
      List<Name> affectedEdges,
      Optional<Operation> operation) {
    Map<String, KindDifference> differences = new LinkedHashMap<>();
    for (ResourceType<?, ?> type : IntentDocument.TYPES) {
      differences.put(type.field(), within(type, before, diff));
    }
    return new IntentDifference(
        revision,
        !diff.isEmpty(),
        differences,
        diff.ended().stream().map(SteeringDecision::id).toList(),
        affectedEdges.stream().map(Name::value).toList(),
        operation.map(OperationView::of).orElse(null));
  }

  private static <T, V> KindDifference within(
      ResourceType<T, V> type, Network before, NetworkDiff diff) {
    NetworkDiff.Part<T> part = type.in(diff);
    return new KindDifference(
        part.created().stream().map(declared -> name(type, declared)).toList(),
        part.replaced().stream().map(declared -> replacement(type, before, declared)).toList(),
        part.removed().stream().map(Name::value).toList());
  }

  private static <T, V> Replacement replacement(
      ResourceType<T, V> type, Network before, Declared<T> after) {
    String name = name(type, after);
    Declared<T> old = Objects.requireNonNull(type.in(before).get(Name.of(name)));
    return new Replacement(
        name, Objects.requireNonNull(type.view(old)), Objects.requireNonNull(type.view(after)));
  }

  private static <T> String name(ResourceType<T, ?> type, Declared<T> declared) {
    return type.name(declared.value()).value();
  }
}
