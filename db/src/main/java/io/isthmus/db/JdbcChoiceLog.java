package io.isthmus.db;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.steering.Choice;
import io.isthmus.domain.steering.ChoiceCause;
import io.isthmus.domain.steering.ChoiceLog;
import io.isthmus.domain.topology.EdgeKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Choices, and beside them each class and pair of edges that ever was chosen for, so that what was
 * in force is found by one look into an index for each. What is told of a tenant that is gone is
 * left out.
 */
final class JdbcChoiceLog implements ChoiceLog {
  private final Transactions transactions;
  private final JdbcClient jdbc;

  JdbcChoiceLog(Transactions transactions, JdbcClient jdbc) {
    this.transactions = transactions;
    this.jdbc = jdbc;
  }

  @Override
  public void add(Choice choice) {
    transactions.join(() -> {
      if (addChoice(choice) == 0) {
        // Of a pair that is new, or known, or of a tenant that is gone.
        addPair(choice);
        addChoice(choice);
      }
      return true;
    });
  }

  private void addPair(Choice choice) {
    jdbc.sql(
            """
            INSERT INTO steered_pair (tenant, traffic_class, source_edge, destination_edge)
            SELECT name, ?, ?, ? FROM tenant WHERE name = ? FOR KEY SHARE
            ON CONFLICT DO NOTHING
            """)
        .params(
            choice.trafficClass().value(),
            choice.sourceEdge().edge().value(),
            choice.destinationEdge().value(),
            choice.sourceEdge().tenant().value())
        .update();
  }

  /** Locks the pair, so that it is not removed meanwhile. */
  private int addChoice(Choice choice) {
    return jdbc.sql(
            """
            INSERT INTO choice (id, pair, tenant, traffic_class, source_edge, destination_edge, members,
              cause, reason, inputs, decision, revision, reaction, chosen_at)
            SELECT :id, id, tenant, traffic_class, source_edge, destination_edge, :members::jsonb,
              :cause, :reason, :inputs::jsonb, :decision, :revision, :reaction, :chosenAt
            FROM steered_pair
            WHERE tenant = :tenant AND traffic_class = :trafficClass AND source_edge = :source
              AND destination_edge = :destination
            FOR KEY SHARE
            ON CONFLICT DO NOTHING
            """)
        .param("id", choice.id())
        .param("tenant", choice.sourceEdge().tenant().value())
        .param("trafficClass", choice.trafficClass().value())
        .param("source", choice.sourceEdge().edge().value())
        .param("destination", choice.destinationEdge().value())
        .param("members", ChoiceJson.members(choice))
        .param("cause", choice.cause().name())
        .param("reason", Sql.text(choice.reason()))
        .param("inputs", ChoiceJson.inputs(choice))
        .param("decision", choice.decision().orElse(null))
        .param("revision", choice.revision())
        .param("reaction", choice.reaction().toNanos() / 1_000)
        .param("chosenAt", Sql.time(choice.chosenAt()))
        .update();
  }

  @Override
  public Optional<Choice> find(Name tenant, UUID id) {
    return jdbc.sql("SELECT * FROM choice WHERE tenant = ? AND id = ?")
        .params(tenant.value(), id)
        .query((row, index) -> choice(row))
        .optional();
  }

  @Override
  public List<Choice> list(
      Name tenant, Filter filter, Instant before, Optional<UUID> beforeId, int limit) {
    String place =
        beforeId.isPresent() ? "(chosen_at, id) < (:before, :beforeId)" : "chosen_at < :before";
    StatementSpec query =
        jdbc.sql(
                """
                SELECT * FROM choice WHERE tenant = :tenant AND %s %s %s
                ORDER BY chosen_at DESC, id DESC LIMIT :limit
                """
                    .formatted(place, ofPair("choice", filter), ofCause(filter)))
            .param("before", Sql.bound(before))
            .param("beforeId", beforeId.orElse(null))
            .param("limit", limit);
    return withFilter(query, tenant, filter).query((row, index) -> choice(row)).list();
  }

  @Override
  public List<Choice> inForceAt(Name tenant, Filter filter, Instant at) {
    StatementSpec query =
        jdbc.sql(
                """
                SELECT newest.* FROM steered_pair AS pair CROSS JOIN LATERAL (
                  SELECT * FROM choice WHERE choice.pair = pair.id AND chosen_at <= :at
                  ORDER BY chosen_at DESC, id DESC LIMIT 1) newest
                WHERE pair.tenant = :tenant %s %s
                ORDER BY newest.traffic_class, newest.source_edge, newest.destination_edge
                """
                    .formatted(ofPair("pair", filter), ofCause(filter)))
            .param("at", Sql.bound(at));
    return withFilter(query, tenant, filter).query((row, index) -> choice(row)).list();
  }

  @Override
  public List<Choice> allInForceAt(Name tenant, Instant at) {
    return jdbc.sql(
            """
            SELECT pair.tenant, pair.traffic_class, pair.source_edge, pair.destination_edge, newest.*
            FROM steered_pair AS pair CROSS JOIN LATERAL (
              SELECT id, members, cause, reason, '[]' AS inputs, decision, revision, reaction, chosen_at
              FROM choice WHERE choice.pair = pair.id AND chosen_at <= :at
              ORDER BY chosen_at DESC, id DESC LIMIT 1) newest
            WHERE pair.tenant = :tenant
            ORDER BY pair.traffic_class, pair.source_edge, pair.destination_edge
            """)
        .param("at", Sql.bound(at))
        .param("tenant", tenant.value())
        .query((row, index) -> choice(row))
        .list();
  }

  private static String ofPair(String table, Filter filter) {
    List<String> columns = new ArrayList<>();
    filter.trafficClass().ifPresent(any -> columns.add("traffic_class = :trafficClass"));
    filter.sourceEdge().ifPresent(any -> columns.add("source_edge = :source"));
    filter.destinationEdge().ifPresent(any -> columns.add("destination_edge = :destination"));
    return columns.stream()
        .map(column -> "AND %s.%s".formatted(table, column))
        .collect(Collectors.joining(" "));
  }

  private static String ofCause(Filter filter) {
    return filter.cause().isPresent() ? "AND cause = :cause" : "";
  }

  private static StatementSpec withFilter(StatementSpec query, Name tenant, Filter filter) {
    return query
        .param("tenant", tenant.value())
        .param("trafficClass", Sql.value(filter.trafficClass()))
        .param("source", Sql.value(filter.sourceEdge()))
        .param("destination", Sql.value(filter.destinationEdge()))
        .param("cause", filter.cause().map(ChoiceCause::name).orElse(null));
  }

  private static Choice choice(ResultSet row) throws SQLException {
    Name tenant = Name.of(row.getString("tenant"));
    return new Choice(
        row.getObject("id", UUID.class),
        new EdgeKey(tenant, Name.of(row.getString("source_edge"))),
        Name.of(row.getString("traffic_class")),
        Name.of(row.getString("destination_edge")),
        ChoiceJson.readMembers(tenant, row.getString("members")),
        ChoiceCause.valueOf(row.getString("cause")),
        row.getString("reason"),
        ChoiceJson.readInputs(tenant, row.getString("inputs")),
        Optional.ofNullable(row.getObject("decision", UUID.class)),
        row.getLong("revision"),
        Duration.of(row.getLong("reaction"), ChronoUnit.MICROS),
        Sql.time(row, "chosen_at"));
  }
}
