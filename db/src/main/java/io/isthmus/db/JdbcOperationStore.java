package io.isthmus.db;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.EdgeError;
import io.isthmus.domain.operation.EdgeOperation;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.operation.OperationStore;
import io.isthmus.domain.operation.TraceParent;
import io.isthmus.domain.topology.EdgeKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Operations with their parts. They are inserted by the change that they are about. */
final class JdbcOperationStore implements OperationStore {
  /** Parts that an acknowledgement of revision {@code :revision} by edge {@code :edge} settles. */
  private static final String ACKNOWLEDGED =
      """
      tenant = :tenant AND edge = :edge AND state IN ('PENDING', 'FAILED')
      AND (revision = :revision OR revision < :revision AND state = 'PENDING')
      """;

  private static final String REFUSED =
      """
      tenant = :tenant AND edge = :edge AND state IN ('PENDING', 'FAILED')
      AND revision <= :revision AND state = 'PENDING'
      """;

  private final Transactions transactions;
  private final JdbcClient jdbc;

  JdbcOperationStore(Transactions transactions, JdbcClient jdbc) {
    this.transactions = transactions;
    this.jdbc = jdbc;
  }

  @Override
  public Optional<Operation> find(Name tenant, UUID id) {
    return transactions.read(() ->
        withParts(
                jdbc.sql("SELECT * FROM operation WHERE tenant = ? AND id = ?")
                    .params(tenant.value(), id)
                    .query((row, index) -> head(row))
                    .list())
            .stream()
            .findFirst());
  }

  @Override
  public List<Operation> list(Name tenant, long before, int limit) {
    return transactions.read(() ->
        withParts(
            jdbc.sql(
                    """
                    SELECT * FROM operation WHERE tenant = ? AND revision < ?
                    ORDER BY revision DESC LIMIT ?
                    """)
                .params(tenant.value(), before, limit)
                .query((row, index) -> head(row))
                .list()));
  }

  /** The parts are looked up by their key: an index for this would be written by every change. */
  @Override
  public List<Operation> listOf(EdgeKey edge, long before, int limit) {
    return transactions.read(() ->
        withParts(
            jdbc.sql(
                    """
                    SELECT * FROM operation o WHERE tenant = ? AND revision < ?
                    AND EXISTS (
                      SELECT FROM operation_edge WHERE operation = o.id AND edge = ?)
                    ORDER BY revision DESC LIMIT ?
                    """)
                .params(edge.tenant().value(), before, edge.edge().value(), limit)
                .query((row, index) -> head(row))
                .list()));
  }

  @Override
  public Open open() {
    return open(Optional.empty());
  }

  @Override
  public Open openOf(Name tenant) {
    return open(Optional.of(tenant));
  }

  private Open open(Optional<Name> tenant) {
    return transactions.read(() ->
        jdbc.sql(
                """
                SELECT count(*) AS waiting, min(created_at) AS oldest FROM operation o
                WHERE id IN (SELECT operation FROM operation_edge WHERE state = 'PENDING') %s
                """
                    .formatted(tenant.isPresent() ? "AND tenant = :tenant" : ""))
            .param("tenant", Sql.value(tenant))
            .query((row, index) -> new Open(row.getLong("waiting"), Sql.findTime(row, "oldest")))
            .single());
  }

  @Override
  public SortedMap<Long, TraceParent> traces(long after, int most) {
    SortedMap<Long, TraceParent> traces = new TreeMap<>();
    transactions.read(() ->
        jdbc.sql(
                """
                SELECT revision, trace FROM operation WHERE revision > ? AND trace IS NOT NULL
                ORDER BY revision DESC LIMIT ?
                """)
            .params(after, most)
            .query((row, index) ->
                traces.put(row.getLong("revision"), new TraceParent(row.getString("trace"))))
            .list());
    return traces;
  }

  @Override
  public List<Operation> acknowledged(EdgeKey edge, long revision, Instant at) {
    Answer answer = new Answer(EdgeOperation.State.SUCCEEDED, List.of(), at);
    return settle(ACKNOWLEDGED, edge, revision, answer);
  }

  @Override
  public List<Operation> refused(EdgeKey edge, long revision, List<EdgeError> errors, Instant at) {
    Answer answer = new Answer(EdgeOperation.State.FAILED, errors, at);
    return settle(REFUSED, edge, revision, answer);
  }

  @Override
  public Set<Name> behind(Name tenant, long revision) {
    return transactions.read(() ->
        new TreeSet<>(
            jdbc.sql(
                    """
                    SELECT part.edge FROM operation o
                    JOIN operation_edge part ON part.operation = o.id
                    WHERE o.tenant = ? AND o.revision = ? AND part.state IN ('PENDING', 'FAILED')
                    AND NOT EXISTS (
                      SELECT FROM operation later
                      JOIN operation_edge answer
                        ON answer.operation = later.id AND answer.edge = part.edge
                      WHERE later.tenant = o.tenant AND later.revision > o.revision
                      AND answer.state = 'SUCCEEDED')
                    """)
                .params(tenant.value(), revision)
                .query((row, index) -> Name.of(row.getString("edge")))
                .list()));
  }

  void insert(Operation operation, Script script) {
    script.add(
        "INSERT INTO operation (id, tenant, revision, summary, created_at, trace) VALUES (?, ?, ?, ?, ?,"
            + " ?)",
        operation.id(),
        operation.tenant().value(),
        operation.revision(),
        Sql.text(operation.summary()),
        Sql.time(operation.createdAt()),
        operation.trace().map(TraceParent::value).orElse(null));
    if (!operation.edges().isEmpty()) {
      insertParts(operation, script);
    }
  }

  private static void insertParts(Operation operation, Script script) {
    List<EdgeOperation> parts = operation.edges();
    script.add(
        """
        INSERT INTO operation_edge (operation, tenant, revision, edge, state, errors, updated_at)
        SELECT ?, ?, ?, edge, state, errors::jsonb, updated_at::timestamptz
        FROM unnest(?, ?, ?, ?) AS part (edge, state, errors, updated_at)
        """,
        operation.id(),
        operation.tenant().value(),
        operation.revision(),
        Sql.array(parts, EdgeOperation::edge),
        Sql.array(parts, EdgeOperation::state),
        Sql.array(parts, part -> Json.write(part.errors())),
        Sql.array(parts, part -> Sql.time(part.updatedAt())));
  }

  /** What edges that are gone have not answered, they never will. */
  void cancel(Name tenant, List<Name> edges, Instant at, Script script) {
    if (!edges.isEmpty()) {
      script.add(
          """
          UPDATE operation_edge SET state = 'CANCELLED', updated_at = ?
          WHERE tenant = ? AND edge = ANY (?)
          AND state IN ('PENDING', 'FAILED') AND state = 'PENDING'
          """,
          Sql.time(at),
          tenant.value(),
          Sql.array(edges, Name::value));
    }
  }

  private record Answer(EdgeOperation.State state, List<EdgeError> errors, Instant at) {}

  private List<Operation> settle(String which, EdgeKey edge, long revision, Answer answer) {
    if (lock(which, edge, revision, Locking.NONE).isEmpty()) {
      return List.of();
    }
    return transactions.write(() -> {
      // An answer that a crash of the database loses is given again when the edge comes back, so
      // nobody waits for the disk while holding operations that many edges answer at once.
      jdbc.sql("SET LOCAL synchronous_commit = off").update();
      List<UUID> waiting = lock(which, edge, revision, Locking.HELD);
      if (waiting.isEmpty()) {
        return List.of();
      }
      List<UUID> answered = update(which, edge, revision, answer);
      return finished(answered);
    });
  }

  private enum Locking {
    NONE,
    HELD
  }

  /**
   * The operations with parts that the answer settles. Held, in order of revision, so that of two
   * last answers at the same time one sees the other's, and neither waits in a circle.
   */
  private List<UUID> lock(String which, EdgeKey edge, long revision, Locking locking) {
    String parts = "SELECT operation FROM operation_edge WHERE " + which;
    String sql =
        switch (locking) {
          case NONE -> parts;
          case HELD ->
              "SELECT id FROM operation WHERE id IN (%s) ORDER BY revision FOR NO KEY UPDATE"
                  .formatted(parts);
        };
    return bound(sql, edge, revision).query(UUID.class).list();
  }

  /**
   * @return the operations that had waited for this answer, other than those that it mends
   */
  private List<UUID> update(String which, EdgeKey edge, long revision, Answer answer) {
    return bound(
            """
            WITH before AS (SELECT operation, state FROM operation_edge WHERE %s)
            UPDATE operation_edge part
            SET state = :state, errors = :errors::jsonb, updated_at = :at
            FROM before
            WHERE part.operation = before.operation AND part.edge = :edge
            AND part.state = before.state
            RETURNING part.operation, before.state = 'PENDING' AS waited
            """
                .formatted(which),
            edge,
            revision)
        .param("state", answer.state().name())
        .param("errors", Json.write(answer.errors()))
        .param("at", Sql.time(answer.at()))
        .query((row, index) ->
            new Settled(row.getObject("operation", UUID.class), row.getBoolean("waited")))
        .list()
        .stream()
        .filter(Settled::waited)
        .map(Settled::operation)
        .toList();
  }

  private record Settled(UUID operation, boolean waited) {}

  private List<Operation> finished(List<UUID> answered) {
    return withParts(
        jdbc.sql(
                """
                SELECT * FROM operation o WHERE id = ANY (?::uuid[])
                AND NOT EXISTS (
                  SELECT FROM operation_edge WHERE operation = o.id AND state = 'PENDING')
                ORDER BY revision
                """)
            .param(Sql.array(answered, id -> id))
            .query((row, index) -> head(row))
            .list());
  }

  private JdbcClient.StatementSpec bound(String sql, EdgeKey edge, long revision) {
    return jdbc.sql(sql)
        .param("tenant", edge.tenant().value())
        .param("edge", edge.edge().value())
        .param("revision", revision);
  }

  private List<Operation> withParts(List<Operation> heads) {
    if (heads.isEmpty()) {
      return heads;
    }
    Map<UUID, List<EdgeOperation>> parts = new HashMap<>();
    jdbc.sql("SELECT * FROM operation_edge WHERE operation = ANY (?::uuid[]) ORDER BY edge")
        .param(Sql.array(heads, Operation::id))
        .query(row -> {
          parts
              .computeIfAbsent(row.getObject("operation", UUID.class), id -> new ArrayList<>())
              .add(part(row));
        });
    return heads.stream()
        .map(head -> withEdges(head, parts.getOrDefault(head.id(), List.of())))
        .toList();
  }

  private static Operation head(ResultSet row) throws SQLException {
    return new Operation(
        row.getObject("id", UUID.class),
        Name.of(row.getString("tenant")),
        row.getString("summary"),
        row.getLong("revision"),
        Sql.time(row, "created_at"),
        Optional.ofNullable(row.getString("trace")).map(TraceParent::new),
        List.of());
  }

  private static Operation withEdges(Operation head, List<EdgeOperation> edges) {
    return new Operation(
        head.id(),
        head.tenant(),
        head.summary(),
        head.revision(),
        head.createdAt(),
        head.trace(),
        edges);
  }

  private static EdgeOperation part(ResultSet row) throws SQLException {
    return new EdgeOperation(
        Name.of(row.getString("edge")),
        EdgeOperation.State.valueOf(row.getString("state")),
        Json.readList(row.getString("errors"), EdgeError.class),
        Sql.time(row, "updated_at"));
  }
}
