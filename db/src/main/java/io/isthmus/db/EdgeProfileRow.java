package io.isthmus.db;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.EdgeProfile;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.Fetch;
import org.hibernate.annotations.FetchMode;

@Entity
@Table(name = "edge_profile")
class EdgeProfileRow extends ResourceRow {
  @Enumerated(EnumType.STRING)
  private EdgeProfile.Standing standing;

  private int wantedGeneration;
  private int activeGeneration;

  @Enumerated(EnumType.STRING)
  private EdgeProfile.Step step;

  private Instant since;
  private int stampPort;

  @ElementCollection(fetch = FetchType.EAGER)
  @Fetch(FetchMode.SUBSELECT)
  @CollectionTable(
      name = "edge_key",
      joinColumns = {
        @JoinColumn(name = "tenant", referencedColumnName = "tenant"),
        @JoinColumn(name = "edge", referencedColumnName = "name")
      })
  private List<LinkKeyRow> keys;

  @SuppressWarnings("NullAway.Init")
  protected EdgeProfileRow() {}

  private EdgeProfileRow(ResourceKey key, Declared<EdgeProfile> declared) {
    super(key, declared.revision());
    EdgeProfile profile = declared.value();
    this.standing = profile.standing();
    this.wantedGeneration = profile.wantedGeneration();
    this.activeGeneration = profile.activeGeneration();
    this.step = profile.step();
    this.since = profile.since();
    this.stampPort = profile.stampPort();
    this.keys = profile.keys().stream().map(LinkKeyRow::of).toList();
  }

  static EdgeProfileRow of(Name tenant, Declared<EdgeProfile> declared) {
    return new EdgeProfileRow(ResourceKey.of(tenant, declared.value().edge()), declared);
  }

  Declared<EdgeProfile> declared() {
    return new Declared<>(
        new EdgeProfile(
            name(),
            standing,
            wantedGeneration,
            activeGeneration,
            step,
            since,
            keys.stream().map(LinkKeyRow::key).toList(),
            stampPort),
        0,
        revision());
  }
}
