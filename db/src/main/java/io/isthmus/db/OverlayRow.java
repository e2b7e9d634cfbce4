package io.isthmus.db;

import static java.util.Comparator.comparingInt;
import static java.util.Objects.requireNonNull;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.Vni;
import io.isthmus.domain.overlay.Encryption;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.overlay.OverlayTopology;
import io.isthmus.domain.topology.Transport;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.Fetch;
import org.hibernate.annotations.FetchMode;

@Entity
@Table(name = "overlay")
class OverlayRow extends ResourceRow {
  @Enumerated(EnumType.STRING)
  private OverlayTopology topology;

  @Enumerated(EnumType.STRING)
  private Encryption encryption;

  private int vni;

  @ElementCollection(fetch = FetchType.EAGER)
  @Fetch(FetchMode.SUBSELECT)
  @CollectionTable(
      name = "overlay_edge",
      joinColumns = {
        @JoinColumn(name = "tenant", referencedColumnName = "tenant"),
        @JoinColumn(name = "overlay", referencedColumnName = "name")
      })
  private List<OverlayEdgeRow> edges;

  @ElementCollection(fetch = FetchType.EAGER)
  @Fetch(FetchMode.SUBSELECT)
  @CollectionTable(
      name = "overlay_transport",
      joinColumns = {
        @JoinColumn(name = "tenant", referencedColumnName = "tenant"),
        @JoinColumn(name = "overlay", referencedColumnName = "name")
      })
  @Column(name = "transport")
  @Enumerated(EnumType.STRING)
  private List<Transport> transports;

  @SuppressWarnings("NullAway.Init")
  protected OverlayRow() {}

  private OverlayRow(ResourceKey key, Declared<Overlay> declared) {
    super(key, declared.revision());
    Overlay overlay = declared.value();
    this.topology = overlay.topology();
    this.encryption = overlay.encryption();
    this.vni = declared.number();
    this.edges =
        overlay.edges().stream().map(member -> OverlayEdgeRow.of(overlay, member)).toList();
    this.transports = overlay.transports();
  }

  static OverlayRow of(Name tenant, Declared<Overlay> declared) {
    return new OverlayRow(ResourceKey.of(tenant, declared.value().name()), declared);
  }

  Declared<Overlay> declared() {
    List<Name> members = edges.stream().map(row -> Name.of(row.edge())).toList();
    return new Declared<>(
        new Overlay(
            name(), topology, members, hubs(), transports, encryption, Optional.of(new Vni(vni))),
        vni,
        revision());
  }

  private List<Name> hubs() {
    return edges.stream()
        .filter(row -> row.hubRank() != null)
        .sorted(comparingInt(row -> requireNonNull(row.hubRank())))
        .map(row -> Name.of(row.edge()))
        .toList();
  }
}
