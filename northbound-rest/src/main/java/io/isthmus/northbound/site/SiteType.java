package io.isthmus.northbound.site;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.intent.NetworkDiff;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.Site;
import io.isthmus.domain.topology.SiteKind;
import io.isthmus.northbound.document.Fields;
import io.isthmus.northbound.document.Readings;
import io.isthmus.northbound.resource.ResourceType;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Sites in documents. */
public final class SiteType implements ResourceType<Site, SiteView> {
  public static final SiteType INSTANCE = new SiteType();

  private SiteType() {}

  @Override
  public Kind kind() {
    return Kind.SITE;
  }

  @Override
  public String field() {
    return "sites";
  }

  @Override
  public SortedMap<Name, Declared<Site>> in(Network network) {
    return network.sites();
  }

  @Override
  public NetworkDiff.Part<Site> in(NetworkDiff diff) {
    return diff.sites();
  }

  @Override
  public Name name(Site site) {
    return site.name();
  }

  @Override
  public Optional<Site> read(Fields fields, Name name) {
    Optional<SiteKind> kind = fields.required("kind", Readings.oneOf(SiteKind.class));
    return fields.build(Map.of(), () -> new Site(name, kind.orElseThrow()));
  }

  @Override
  public SiteView view(Declared<Site> declared) {
    Site site = declared.value();
    return new SiteView(site.name().value(), site.kind(), declared.revision());
  }

  @Override
  public Change put(Site site) {
    return new Change.PutSite(site);
  }
}
