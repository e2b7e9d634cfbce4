package io.isthmus.db;

import io.isthmus.domain.intent.Cursors;
import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.intent.NetworkSnapshot;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.traffic.SteeringDecision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the whole intent, table by table: a fixed number of queries however large it is. Needs a
 * consistent view around it.
 */
final class SnapshotReader {
  private final JdbcClient jdbc;
  private final ResourceTables tables;
  private final JdbcDecisionLog decisions;

  SnapshotReader(JdbcClient jdbc, ResourceTables tables, JdbcDecisionLog decisions) {
    this.jdbc = jdbc;
    this.tables = tables;
    this.decisions = decisions;
  }

  NetworkSnapshot read() {
    Head head = readHead();
    return new NetworkSnapshot(head.revision(), readNetworks(), head.cursors());
  }

  private record Head(long revision, Cursors cursors) {}

  private Head readHead() {
    return jdbc.sql("SELECT * FROM intent")
        .query((row, index) ->
            new Head(
                row.getLong("revision"),
                new Cursors(
                    row.getInt("edge_cursor"),
                    row.getInt("vni_cursor"),
                    row.getInt("traffic_class_cursor"))))
        .single();
  }

  private SortedMap<Name, Network> readNetworks() {
    var sites = byTenant(tables.sites(), SiteRow::declared);
    var edges = byTenant(tables.edges(), EdgeRow::declared);
    var overlays = byTenant(tables.overlays(), OverlayRow::declared);
    var trafficClasses = byTenant(tables.trafficClasses(), TrafficClassRow::declared);
    var applications = byTenant(tables.applications(), ApplicationRow::declared);
    var profiles = byTenant(tables.profiles(), EdgeProfileRow::declared);
    Map<Name, List<SteeringDecision>> inForce = decisions.inForce();

    SortedMap<Name, Network> networks = new TreeMap<>();
    for (Name tenant : readTenants()) {
      networks.put(
          tenant,
          new Network(
              tenant,
              sites.getOrDefault(tenant, new TreeMap<>()),
              edges.getOrDefault(tenant, new TreeMap<>()),
              overlays.getOrDefault(tenant, new TreeMap<>()),
              trafficClasses.getOrDefault(tenant, new TreeMap<>()),
              applications.getOrDefault(tenant, new TreeMap<>()),
              inForce.getOrDefault(tenant, List.of()),
              profiles.getOrDefault(tenant, new TreeMap<>())));
    }
    return networks;
  }

  private List<Name> readTenants() {
    return jdbc.sql("SELECT name FROM tenant")
        .query((row, index) -> Name.of(row.getString(1)))
        .list();
  }

  private static <R extends ResourceRow, T> Map<Name, SortedMap<Name, Declared<T>>> byTenant(
      ResourceRows<R> rows, Function<R, Declared<T>> declared) {
    Map<Name, SortedMap<Name, Declared<T>>> byTenant = new HashMap<>();
    for (R row : rows.findAll()) {
      byTenant
          .computeIfAbsent(row.tenant(), tenant -> new TreeMap<>())
          .put(row.name(), declared.apply(row));
    }
    return byTenant;
  }
}
