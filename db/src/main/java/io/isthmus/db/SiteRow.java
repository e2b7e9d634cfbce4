package io.isthmus.db;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.Site;
import io.isthmus.domain.topology.SiteKind;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;

@Entity
@Table(name = "site")
class SiteRow extends ResourceRow {
  @Enumerated(EnumType.STRING)
  private SiteKind kind;

  @SuppressWarnings("NullAway.Init")
  protected SiteRow() {}

  private SiteRow(ResourceKey key, long revision, SiteKind kind) {
    super(key, revision);
    this.kind = kind;
  }

  static SiteRow of(Name tenant, Declared<Site> declared) {
    Site site = declared.value();
    return new SiteRow(ResourceKey.of(tenant, site.name()), declared.revision(), site.kind());
  }

  Declared<Site> declared() {
    return new Declared<>(new Site(name(), kind), 0, revision());
  }
}
