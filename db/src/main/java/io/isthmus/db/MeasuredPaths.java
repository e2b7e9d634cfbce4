package io.isthmus.db;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.topology.EdgeKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The numbers of paths, which they get when they are first measured. */
final class MeasuredPaths {
  private static final int MOST_KNOWN = 500_000;

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final Map<PathKey, Integer> known = new ConcurrentHashMap<>();

  MeasuredPaths(Transactions transactions, JdbcClient jdbc) {
    this.transactions = transactions;
    this.jdbc = jdbc;
  }

  /** A number for each path whose tenant exists. */
  Map<PathKey, Integer> number(Set<PathKey> paths) {
    Map<PathKey, Integer> numbers = new HashMap<>();
    Set<PathKey> unknown = new HashSet<>();
    for (PathKey path : paths) {
      Integer number = known.get(path);
      if (number == null) {
        unknown.add(path);
      } else {
        numbers.put(path, number);
      }
    }
    if (!unknown.isEmpty()) {
      Map<PathKey, Integer> added = transactions.write(() -> add(unknown));
      remember(added);
      numbers.putAll(added);
    }
    return numbers;
  }

  private void remember(Map<PathKey, Integer> added) {
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    known.putAll(added);
  }

  /** Sorted, so that two replicas never wait for each other in a circle. */
  private Map<PathKey, Integer> add(Set<PathKey> paths) {
    jdbc.sql(
            """
            INSERT INTO measured_path (
              tenant, edge, local_wan_link, remote_edge, remote_wan_link, protection)
            SELECT news.* FROM unnest(?, ?, ?, ?, ?, ?)
              AS news (tenant, edge, local_wan_link, remote_edge, remote_wan_link, protection)
            JOIN tenant ON tenant.name = news.tenant
            ORDER BY tenant, edge, remote_edge, local_wan_link, remote_wan_link, protection
            ON CONFLICT DO NOTHING
            """)
        .params(columns(paths))
        .update();
    return find(jdbc, paths);
  }

  /** The numbers of those that were ever measured. */
  static Map<PathKey, Integer> find(JdbcClient jdbc, Collection<PathKey> paths) {
    Map<PathKey, Integer> found = new HashMap<>();
    jdbc.sql(
            """
            SELECT path.* FROM measured_path path
            JOIN unnest(?, ?, ?, ?, ?, ?)
              AS wanted (tenant, edge, local_wan_link, remote_edge, remote_wan_link, protection)
            USING (tenant, edge, local_wan_link, remote_edge, remote_wan_link, protection)
            """)
        .params(columns(paths))
        .query(row -> {
          found.put(key(row), row.getInt("id"));
        });
    return found;
  }

  /**
   * Whether all of the numbers are still given. Those that are not, because their tenant is gone,
   * are forgotten.
   */
  boolean areGiven(Collection<Integer> numbers) {
    Set<Integer> gone = new HashSet<>(numbers);
    jdbc.sql("SELECT id FROM measured_path WHERE id = ANY (?)")
        .param(numbers.toArray(Integer[]::new))
        .query(row -> {
          gone.remove(row.getInt("id"));
        });
    known.values().removeAll(gone);
    return gone.isEmpty();
  }

  private static Object[] columns(Collection<PathKey> paths) {
    return new Object[] {
      Sql.array(paths, path -> path.edge().tenant()),
      Sql.array(paths, path -> path.edge().edge()),
      Sql.array(paths, PathKey::localWanLink),
      Sql.array(paths, PathKey::remoteEdge),
      Sql.array(paths, PathKey::remoteWanLink),
      Sql.array(paths, PathKey::protection)
    };
  }

  private static PathKey key(ResultSet row) throws SQLException {
    return new PathKey(
        new EdgeKey(Name.of(row.getString("tenant")), Name.of(row.getString("edge"))),
        Name.of(row.getString("local_wan_link")),
        Name.of(row.getString("remote_edge")),
        Name.of(row.getString("remote_wan_link")),
        Protection.valueOf(row.getString("protection")));
  }
}
