package io.isthmus.northbound.edge;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.WanLink;
import io.isthmus.northbound.document.Fields;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** WAN links as parts of edges. */
final class WanLinkPart implements EdgePart<WanLink, WanLinkView> {
  @Override
  public String words() {
    return "WAN link";
  }

  @Override
  public String field() {
    return "wanLinks";
  }

  @Override
  public List<WanLink> of(Edge edge) {
    return edge.wanLinks();
  }

  @Override
  public Name name(WanLink link) {
    return link.name();
  }

  @Override
  public Optional<WanLink> read(Fields fields, Name name) {
    return WanLinkReading.rest(fields, Optional.of(name));
  }

  @Override
  public WanLinkView view(WanLink link, @Nullable Long revision) {
    return WanLinkView.of(link, revision);
  }

  @Override
  public Edge with(Edge edge, List<WanLink> links) {
    return edge.withWanLinks(links);
  }

  @Override
  public String locate(WanLink link, JsonNode document, String field) {
    return field;
  }
}
