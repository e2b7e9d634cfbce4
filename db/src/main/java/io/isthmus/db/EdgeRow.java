package io.isthmus.db;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.Prefix;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.LanSegment;
import io.isthmus.domain.topology.WanLink;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Map;
import org.hibernate.annotations.Fetch;
import org.hibernate.annotations.FetchMode;

@Entity
@Table(name = "edge")
class EdgeRow extends ResourceRow {
  private String site;
  private int number;

  @ElementCollection(fetch = FetchType.EAGER)
  @Fetch(FetchMode.SUBSELECT)
  @CollectionTable(
      name = "wan_link",
      joinColumns = {
        @JoinColumn(name = "tenant", referencedColumnName = "tenant"),
        @JoinColumn(name = "edge", referencedColumnName = "name")
      })
  private List<WanLinkRow> wanLinks;

  @ElementCollection(fetch = FetchType.EAGER)
  @Fetch(FetchMode.SUBSELECT)
  @CollectionTable(
      name = "lan_segment",
      joinColumns = {
        @JoinColumn(name = "tenant", referencedColumnName = "tenant"),
        @JoinColumn(name = "edge", referencedColumnName = "name")
      })
  private List<LanSegmentRow> lanSegments;

  @ElementCollection(fetch = FetchType.EAGER)
  @Fetch(FetchMode.SUBSELECT)
  @CollectionTable(
      name = "lan_prefix",
      joinColumns = {
        @JoinColumn(name = "tenant", referencedColumnName = "tenant"),
        @JoinColumn(name = "edge", referencedColumnName = "name")
      })
  private List<LanPrefixRow> lanPrefixes;

  @SuppressWarnings("NullAway.Init")
  protected EdgeRow() {}

  private EdgeRow(ResourceKey key, Declared<Edge> declared) {
    super(key, declared.revision());
    Edge edge = declared.value();
    this.site = edge.site().value();
    this.number = declared.number();
    this.wanLinks = edge.wanLinks().stream().map(WanLinkRow::of).toList();
    this.lanSegments = edge.lanSegments().stream().map(LanSegmentRow::of).toList();
    this.lanPrefixes = edge.lanSegments().stream().flatMap(LanPrefixRow::of).toList();
  }

  static EdgeRow of(Name tenant, Declared<Edge> declared) {
    return new EdgeRow(ResourceKey.of(tenant, declared.value().name()), declared);
  }

  Declared<Edge> declared() {
    List<WanLink> links = wanLinks.stream().map(WanLinkRow::link).toList();
    return new Declared<>(new Edge(name(), Name.of(site), links, segments()), number, revision());
  }

  private List<LanSegment> segments() {
    Map<String, List<Prefix>> prefixes =
        lanPrefixes.stream()
            .collect(groupingBy(LanPrefixRow::segment, mapping(LanPrefixRow::parsed, toList())));
    return lanSegments.stream()
        .map(row -> row.segment(prefixes.getOrDefault(row.name(), List.of())))
        .toList();
  }
}
