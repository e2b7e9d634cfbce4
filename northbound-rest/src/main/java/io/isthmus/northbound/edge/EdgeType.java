package io.isthmus.northbound.edge;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.intent.NetworkDiff;
import io.isthmus.domain.intent.Violation;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.LanSegment;
import io.isthmus.domain.topology.WanLink;
import io.isthmus.northbound.document.Fields;
import io.isthmus.northbound.document.Readings;
import io.isthmus.northbound.resource.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import tools.jackson.databind.JsonNode;

/** Edges in documents. */
public final class EdgeType implements ResourceType<Edge, EdgeView> {
  public static final EdgeType INSTANCE = new EdgeType();

  private EdgeType() {}

  @Override
  public Kind kind() {
    return Kind.EDGE;
  }

  @Override
  public String field() {
    return "edges";
  }

  @Override
  public SortedMap<Name, Declared<Edge>> in(Network network) {
    return network.edges();
  }

  @Override
  public NetworkDiff.Part<Edge> in(NetworkDiff diff) {
    return diff.edges();
  }

  @Override
  public boolean showsNumber() {
    return true;
  }

  @Override
  public Name name(Edge edge) {
    return edge.name();
  }

  @Override
  public Optional<Edge> read(Fields fields, Name name) {
    Optional<Name> site = fields.required("site", Readings.NAME);
    List<WanLink> links = fields.list("wanLinks", WanLinkReading::item);
    List<LanSegment> segments = fields.list("lanSegments", LanSegmentReading::item);
    return fields.build(Map.of(), () -> new Edge(name, site.orElseThrow(), links, segments));
  }

  @Override
  public EdgeView view(Declared<Edge> declared) {
    Edge edge = declared.value();
    return new EdgeView(
        edge.name().value(),
        edge.site().value(),
        edge.wanLinks().stream().map(link -> WanLinkView.of(link, null)).toList(),
        edge.lanSegments().stream().map(segment -> LanSegmentView.of(segment, null)).toList(),
        declared.number(),
        declared.revision());
  }

  @Override
  public Change put(Edge edge) {
    return new Change.PutEdge(edge);
  }

  @Override
  public String locate(Edge edge, JsonNode document, String field) {
    return EdgePointers.locate(edge, document, field);
  }

  @Override
  public Optional<String> rival(Edge edge, Network before, Violation violation) {
    return Rival.of(before, violation).flatMap(rival -> rival.within(edge));
  }
}
