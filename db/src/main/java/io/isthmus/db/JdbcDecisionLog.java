package io.isthmus.db;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.DecisionLog;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.domain.traffic.WeightedOverlay;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Decisions in force, which are part of the intent, and those that are over, in one table. */
final class JdbcDecisionLog implements DecisionLog {
  private final JdbcClient jdbc;

  JdbcDecisionLog(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Optional<Entry> find(Name tenant, UUID id) {
    return jdbc.sql("SELECT * FROM steering_decision WHERE tenant = ? AND id = ?")
        .params(tenant.value(), id)
        .query((row, index) -> entry(row))
        .optional();
  }

  /** Never parts decisions of one revision, so that no page misses one; may exceed the limit so. */
  @Override
  public List<Entry> list(Name tenant, Optional<Name> trafficClass, long before, int limit) {
    String ofClass = trafficClass.isPresent() ? "AND traffic_class = :trafficClass" : "";
    return jdbc.sql(
            """
            SELECT * FROM steering_decision
            WHERE tenant = :tenant AND revision < :before %s
            ORDER BY revision DESC FETCH FIRST :limit ROWS WITH TIES
            """
                .formatted(ofClass))
        .param("tenant", tenant.value())
        .param("before", before)
        .param("trafficClass", Sql.value(trafficClass))
        .param("limit", limit)
        .query((row, index) -> entry(row))
        .list();
  }

  Map<Name, List<SteeringDecision>> inForce() {
    Map<Name, List<SteeringDecision>> byTenant = new HashMap<>();
    jdbc.sql("SELECT * FROM steering_decision WHERE class_in_force IS NOT NULL")
        .query(row -> {
          byTenant
              .computeIfAbsent(Name.of(row.getString("tenant")), tenant -> new ArrayList<>())
              .add(decision(row));
        });
    return byTenant;
  }

  void begin(Name tenant, List<SteeringDecision> begun, Script script) {
    for (SteeringDecision decision : begun) {
      script.add(
          """
          INSERT INTO steering_decision
            (id, tenant, traffic_class, source_edge, destination_edge, direction, overlays,
             cause, hold, expires_at, reason, revision, decided_at)
          VALUES (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?)
          """,
          decision.id(),
          tenant.value(),
          decision.trafficClass().value(),
          Sql.value(decision.sourceEdge()),
          Sql.value(decision.destinationEdge()),
          decision.direction().name(),
          Json.write(decision.overlays().stream().map(OverlayJson::of).toList()),
          decision.cause().name(),
          decision.hold().name(),
          decision.expiresAt().map(Sql::time).orElse(null),
          Sql.text(decision.reason()),
          decision.revision(),
          Sql.time(decision.decidedAt()));
    }
  }

  void end(List<SteeringDecision> ended, Instant at, Script script) {
    if (!ended.isEmpty()) {
      script.add(
          "UPDATE steering_decision SET ended_at = ? WHERE id = ANY (?::uuid[])",
          Sql.time(at),
          Sql.array(ended, SteeringDecision::id));
    }
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(decision(row), Sql.findTime(row, "ended_at"));
  }

  private static SteeringDecision decision(ResultSet row) throws SQLException {
    return new SteeringDecision(
        row.getObject("id", UUID.class),
        Name.of(row.getString("traffic_class")),
        Sql.findName(row, "source_edge"),
        Sql.findName(row, "destination_edge"),
        SteeringDecision.Direction.valueOf(row.getString("direction")),
        Json.readList(row.getString("overlays"), OverlayJson.class).stream()
            .map(OverlayJson::entry)
            .toList(),
        SteeringDecision.Cause.valueOf(row.getString("cause")),
        SteeringDecision.Hold.valueOf(row.getString("hold")),
        Sql.findTime(row, "expires_at"),
        row.getString("reason"),
        row.getLong("revision"),
        Sql.time(row, "decided_at"));
  }

  /** The stored form of a weighted overlay; the database checks its fields by name. */
  private record OverlayJson(String overlay, int weight) {
    static OverlayJson of(WeightedOverlay entry) {
      return new OverlayJson(entry.overlay().value(), entry.weight());
    }

    WeightedOverlay entry() {
      return new WeightedOverlay(Name.of(overlay), weight);
    }
  }
}
