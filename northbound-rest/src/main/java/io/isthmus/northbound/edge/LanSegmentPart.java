package io.isthmus.northbound.edge;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.LanSegment;
import io.isthmus.northbound.document.Fields;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** LAN segments as parts of edges. */
final class LanSegmentPart implements EdgePart<LanSegment, LanSegmentView> {
  private static final String PREFIXES = "/prefixes/";

  @Override
  public String words() {
    return "LAN segment";
  }

  @Override
  public String field() {
    return "lanSegments";
  }

  @Override
  public List<LanSegment> of(Edge edge) {
    return edge.lanSegments();
  }

  @Override
  public Name name(LanSegment segment) {
    return segment.name();
  }

  @Override
  public Optional<LanSegment> read(Fields fields, Name name) {
    return LanSegmentReading.rest(fields, Optional.of(name));
  }

  @Override
  public LanSegmentView view(LanSegment segment, @Nullable Long revision) {
    return LanSegmentView.of(segment, revision);
  }

  @Override
  public Edge with(Edge edge, List<LanSegment> segments) {
    return edge.withLanSegments(segments);
  }

  @Override
  public String locate(LanSegment segment, JsonNode document, String field) {
    return field.startsWith(PREFIXES)
        ? PREFIXES + EdgePointers.prefix(segment, document, field.substring(PREFIXES.length()))
        : field;
  }
}
