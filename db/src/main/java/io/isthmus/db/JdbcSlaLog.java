package io.isthmus.db;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.sla.Compliance;
import io.isthmus.domain.sla.SlaLog;
import io.isthmus.domain.sla.SlaMetric;
import io.isthmus.domain.sla.SlaViolation;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.topology.EdgeKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Violations, of which an index allows one that is open for each class, destination and tunnel, and
 * daily sums. Each call is one statement, of its own or within the transaction around it. What is
 * told of a tenant that is gone is left out.
 */
final class JdbcSlaLog implements SlaLog {
  private final JdbcClient jdbc;

  JdbcSlaLog(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Neither of an open tunnel nor of a known id is there a second. */
  @Override
  public boolean begin(SlaViolation violation) {
    int added =
        jdbc.sql(
                """
                INSERT INTO sla_violation (id, tenant, traffic_class, source_edge,
                  destination_edge, overlay, local_wan_link, remote_edge, remote_wan_link,
                  protection, metric, value, threshold, carrying, half_rtt, began_at, ended_at)
                SELECT :id, name, :trafficClass, :source, :destination, :overlay, :local, :remote,
                  :remoteLink, :protection, :metric, :value, :threshold, :carrying, :halfRtt, :beganAt, :endedAt
                FROM tenant WHERE name = :tenant FOR KEY SHARE
                ON CONFLICT DO NOTHING
                """)
            .param("id", violation.id())
            .param("tenant", violation.path().edge().tenant().value())
            .param("trafficClass", violation.trafficClass().value())
            .param("source", violation.path().edge().edge().value())
            .param("destination", violation.destinationEdge().value())
            .param("overlay", violation.overlay().value())
            .param("local", violation.path().localWanLink().value())
            .param("remote", violation.path().remoteEdge().value())
            .param("remoteLink", violation.path().remoteWanLink().value())
            .param("protection", violation.path().protection().name())
            .param("metric", violation.metric().name())
            .param("value", violation.value())
            .param("threshold", violation.threshold())
            .param("carrying", violation.carrying())
            .param("halfRtt", violation.halfRtt())
            .param("beganAt", Sql.time(violation.beganAt()))
            .param("endedAt", violation.endedAt().map(Sql::time).orElse(null))
            .update();
    return added > 0;
  }

  @Override
  public Optional<SlaViolation> end(SlaViolation like, Instant endedAt) {
    PathKey path = like.path();
    return jdbc.sql(
            """
            UPDATE sla_violation SET ended_at = greatest(began_at, ?::timestamptz)
            WHERE ended_at IS NULL AND tenant = ? AND source_edge = ? AND traffic_class = ?
              AND destination_edge = ? AND overlay = ? AND local_wan_link = ? AND remote_edge = ?
              AND remote_wan_link = ? AND protection = ?
            RETURNING *
            """)
        .params(
            Sql.time(endedAt),
            path.edge().tenant().value(),
            path.edge().edge().value(),
            like.trafficClass().value(),
            like.destinationEdge().value(),
            like.overlay().value(),
            path.localWanLink().value(),
            path.remoteEdge().value(),
            path.remoteWanLink().value(),
            path.protection().name())
        .query((row, index) -> violation(row))
        .optional();
  }

  @Override
  public List<SlaViolation> endAll(EdgeKey edge, Instant endedAt) {
    return jdbc.sql(
            """
            WITH ended AS (
              UPDATE sla_violation SET ended_at = greatest(began_at, ?::timestamptz)
              WHERE ended_at IS NULL AND tenant = ? AND source_edge = ?
              RETURNING *)
            SELECT * FROM ended ORDER BY began_at, id
            """)
        .params(Sql.time(endedAt), edge.tenant().value(), edge.edge().value())
        .query((row, index) -> violation(row))
        .list();
  }

  @Override
  public List<SlaViolation> open() {
    return jdbc.sql("SELECT * FROM sla_violation WHERE ended_at IS NULL ORDER BY began_at, id")
        .query((row, index) -> violation(row))
        .list();
  }

  @Override
  public Optional<SlaViolation> find(Name tenant, UUID id) {
    return jdbc.sql("SELECT * FROM sla_violation WHERE tenant = ? AND id = ?")
        .params(tenant.value(), id)
        .query((row, index) -> violation(row))
        .optional();
  }

  @Override
  public List<SlaViolation> list(
      Name tenant, Filter filter, Instant before, Optional<UUID> beforeId, int limit) {
    String place =
        beforeId.isPresent() ? "(began_at, id) < (:before, :beforeId)" : "began_at < :before";
    return jdbc.sql(
            """
            SELECT * FROM sla_violation WHERE tenant = :tenant AND %s %s
            ORDER BY began_at DESC, id DESC LIMIT :limit
            """
                .formatted(place, conditions(filter)))
        .param("tenant", tenant.value())
        .param("trafficClass", Sql.value(filter.trafficClass()))
        .param("source", Sql.value(filter.sourceEdge()))
        .param("destination", Sql.value(filter.destinationEdge()))
        .param("pathEdge", Sql.value(filter.path().map(path -> path.edge().edge())))
        .param("local", Sql.value(filter.path().map(PathKey::localWanLink)))
        .param("remote", Sql.value(filter.path().map(PathKey::remoteEdge)))
        .param("remoteLink", Sql.value(filter.path().map(PathKey::remoteWanLink)))
        .param("protection", filter.path().map(path -> path.protection().name()).orElse(null))
        .param("from", filter.from().map(Sql::bound).orElse(null))
        .param("to", filter.to().map(Sql::bound).orElse(null))
        .param("before", Sql.bound(before))
        .param("beforeId", beforeId.orElse(null))
        .param("limit", limit)
        .query((row, index) -> violation(row))
        .list();
  }

  private static String conditions(Filter filter) {
    List<String> conditions = new ArrayList<>();
    filter.trafficClass().ifPresent(any -> conditions.add("traffic_class = :trafficClass"));
    filter
        .open()
        .ifPresent(
            lasting -> conditions.add(lasting ? "ended_at IS NULL" : "ended_at IS NOT NULL"));
    filter.sourceEdge().ifPresent(any -> conditions.add("source_edge = :source"));
    filter.destinationEdge().ifPresent(any -> conditions.add("destination_edge = :destination"));
    filter
        .path()
        .ifPresent(any ->
            conditions.add(
                "(source_edge, local_wan_link, remote_edge, remote_wan_link, protection)"
                    + " = (:pathEdge, :local, :remote, :remoteLink, :protection)"));
    filter.from().ifPresent(any -> conditions.add("(ended_at IS NULL OR ended_at > :from)"));
    filter.to().ifPresent(any -> conditions.add("began_at < :to"));
    return conditions.stream()
        .map(condition -> "AND " + condition)
        .collect(Collectors.joining(" "));
  }

  /** The index of what is open holds all that is asked for. */
  @Override
  public Set<Judged> broken(Name tenant) {
    return jdbc.sql(
            """
            SELECT DISTINCT tenant, source_edge, overlay, local_wan_link, remote_edge,
              remote_wan_link, protection
            FROM sla_violation WHERE tenant = ? AND ended_at IS NULL
            """)
        .param(tenant.value())
        .query((row, index) -> new Judged(Name.of(row.getString("overlay")), path(row)))
        .set();
  }

  @Override
  public int countOpen(Name tenant) {
    return jdbc.sql("SELECT count(*) FROM sla_violation WHERE tenant = ? AND ended_at IS NULL")
        .param(tenant.value())
        .query(Integer.class)
        .single();
  }

  @Override
  public void addCompliance(Name tenant, Compliance more) {
    jdbc.sql(
            """
            INSERT INTO sla_compliance AS sum
              (tenant, traffic_class, day, measured, violated, shadow_violated, shadow_moves)
            SELECT name, ?, ?, ?, ?, ?, ? FROM tenant WHERE name = ? FOR KEY SHARE
            ON CONFLICT (tenant, traffic_class, day) DO UPDATE SET
              measured = sum.measured + excluded.measured,
              violated = sum.violated + excluded.violated,
              shadow_violated = sum.shadow_violated + excluded.shadow_violated,
              shadow_moves = sum.shadow_moves + excluded.shadow_moves
            """)
        .params(
            more.trafficClass().value(),
            more.day(),
            micros(more.measured()),
            micros(more.violated()),
            micros(more.shadowViolated()),
            more.shadowMoves(),
            tenant.value())
        .update();
  }

  @Override
  public List<Compliance> compliance(
      Name tenant, Optional<Name> trafficClass, LocalDate from, LocalDate to) {
    String ofClass = trafficClass.isPresent() ? "AND traffic_class = :trafficClass" : "";
    return jdbc.sql(
            """
            SELECT * FROM sla_compliance
            WHERE tenant = :tenant AND day BETWEEN :from AND :to %s
            ORDER BY traffic_class, day
            """
                .formatted(ofClass))
        .param("tenant", tenant.value())
        .param("trafficClass", Sql.value(trafficClass))
        .param("from", from)
        .param("to", to)
        .query((row, index) -> compliance(row))
        .list();
  }

  private static SlaViolation violation(ResultSet row) throws SQLException {
    return new SlaViolation(
        row.getObject("id", UUID.class),
        Name.of(row.getString("traffic_class")),
        Name.of(row.getString("destination_edge")),
        Name.of(row.getString("overlay")),
        path(row),
        SlaMetric.valueOf(row.getString("metric")),
        row.getDouble("value"),
        row.getDouble("threshold"),
        row.getBoolean("carrying"),
        row.getBoolean("half_rtt"),
        Sql.time(row, "began_at"),
        Sql.findTime(row, "ended_at"));
  }

  private static PathKey path(ResultSet row) throws SQLException {
    return new PathKey(
        new EdgeKey(Name.of(row.getString("tenant")), Name.of(row.getString("source_edge"))),
        Name.of(row.getString("local_wan_link")),
        Name.of(row.getString("remote_edge")),
        Name.of(row.getString("remote_wan_link")),
        Protection.valueOf(row.getString("protection")));
  }

  private static Compliance compliance(ResultSet row) throws SQLException {
    return new Compliance(
        Name.of(row.getString("traffic_class")),
        row.getObject("day", LocalDate.class),
        duration(row, "measured"),
        duration(row, "violated"),
        duration(row, "shadow_violated"),
        row.getLong("shadow_moves"));
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  private static Duration duration(ResultSet row, String column) throws SQLException {
    return Duration.of(row.getLong(column), ChronoUnit.MICROS);
  }
}
