package io.isthmus.northbound.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.EdgeError;
import io.isthmus.domain.operation.EdgeOperation;
import io.isthmus.domain.operation.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An operation as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Operation",
    description = "A change of the intent on its way to the edges, with a part per affected edge.")
public record OperationView(
    @Schema(description = "Names the operation.") UUID id,
    @Schema(
            description =
                "PENDING: no edge has answered yet. RUNNING: some have, none has refused."
                    + " SUCCEEDED: every edge that still exists carries the change. FAILED: at"
                    + " least one edge refused and carries what it carried before; once it accepts"
                    + " a newer revision, that one's operation says so. The list is closed.",
            example = "SUCCEEDED")
        Operation.State state,
    @Schema(
            description =
                "Whether every edge has answered. A FAILED operation may still wait for others.",
            example = "true")
        boolean done,
    @Schema(description = "What was asked for, for people.", example = "put overlay on-1")
        String summary,
    @Schema(description = "The revision that the change made.", example = "12") long revision,
    @Schema(description = "When the change was committed, UTC.") Instant createdAt,
    @Schema(description = "How many edges are in which state.")
        Map<EdgeOperation.State, Long> counts,
    @Schema(
            description =
                "The part of each affected edge, in order of name. Absent in lists of"
                    + " operations, except for the part of the edge that was asked for.")
        @Nullable List<Part> edges) {

  /** One edge's part. */
  @Schema(name = "OperationPart", description = "One edge's part of an operation.")
  public record Part(
      @Schema(description = "Name of the edge.", example = "edge-nice") String edge,
      @Schema(
              description =
                  "PENDING: not acknowledged yet, the edge is away or busy applying. SUCCEEDED:"
                      + " the edge carries this revision or a newer one. FAILED: it refused and"
                      + " carries what it carried before. CANCELLED: it was removed before it"
                      + " answered. The list is closed.",
              example = "SUCCEEDED")
          EdgeOperation.State state,
      @Schema(description = "Why the edge refused; empty otherwise.") List<Reason> errors,
      @Schema(description = "When the state last changed, UTC.") Instant updatedAt) {}

  /** Why an edge refused. */
  @Schema(name = "EdgeRefusal", description = "Why an edge refused its configuration.")
  public record Reason(
      @Schema(
              description =
                  "Key of the planned resource at fault, as in the edge's plan; empty when it is"
                      + " the configuration as a whole.",
              example = "wan-link/internet")
          String resource,
      @Schema(description = "Stable code.", example = "INTERFACE") String code,
      @Schema(
              description = "The edge's and its kernel's own words.",
              example = "interface wan9 does not exist")
          String message) {

    public static Reason of(EdgeError error) {
      return new Reason(error.resource(), error.code(), error.message());
    }
  }

  /** With the part of each edge. */
  public static OperationView of(Operation operation) {
    return of(operation, operation.edges().stream().map(OperationView::part).toList());
  }

  static OperationView withoutParts(Operation operation) {
    return of(operation, null);
  }

  static OperationView withPartOf(Name edge, Operation operation) {
    return of(
        operation,
        operation.edges().stream()
            .filter(part -> part.edge().equals(edge))
            .map(OperationView::part)
            .toList());
  }

  private static OperationView of(Operation operation, @Nullable List<Part> parts) {
    return new OperationView(
        operation.id(),
        operation.state(),
        operation.isDone(),
        operation.summary(),
        operation.revision(),
        operation.createdAt(),
        counts(operation),
        parts);
  }

  private static Map<EdgeOperation.State, Long> counts(Operation operation) {
    Map<EdgeOperation.State, Long> counts = new EnumMap<>(EdgeOperation.State.class);
    for (EdgeOperation.State state : EdgeOperation.State.values()) {
      counts.put(state, 0L);
    }
    operation.edges().forEach(edge -> counts.merge(edge.state(), 1L, Long::sum));
    return counts;
  }

  private static Part part(EdgeOperation edge) {
    return new Part(
        edge.edge().value(),
        edge.state(),
        edge.errors().stream().map(Reason::of).toList(),
        edge.updatedAt());
  }
}
