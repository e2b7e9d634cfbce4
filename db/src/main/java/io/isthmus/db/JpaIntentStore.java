package io.isthmus.db;

import io.isthmus.domain.intent.Cursors;
import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.NetworkDiff;
import io.isthmus.domain.intent.NetworkSnapshot;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.Event;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.reconcile.IntentStore;
import io.isthmus.domain.trust.AuditEntry;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The intent in the tables of its resources. A change holds the one row of {@code intent} locked
 * from its begin to its commit, which is what makes changes run one at a time on all replicas.
 */
final class JpaIntentStore implements IntentStore {
  /** Where listeners hear the revision of every committed change. */
  static final String CHANNEL = "isthmus_intent";

  private final Transactions transactions;
  private final EntityManager entities;
  private final JdbcClient jdbc;
  private final JdbcOperations statements;
  private final ResourceTables tables;
  private final JdbcDecisionLog decisions;
  private final JdbcOperationStore operations;
  private final JdbcEventLog events;
  private final JdbcIdentityStore identities;
  private final JdbcAuditLog audit;

  JpaIntentStore(
      Transactions transactions,
      EntityManager entities,
      JdbcClient jdbc,
      JdbcOperations statements,
      ResourceTables tables,
      JdbcDecisionLog decisions,
      JdbcOperationStore operations,
      JdbcEventLog events,
      JdbcIdentityStore identities,
      JdbcAuditLog audit) {
    this.transactions = transactions;
    this.entities = entities;
    this.jdbc = jdbc;
    this.statements = statements;
    this.tables = tables;
    this.decisions = decisions;
    this.operations = operations;
    this.events = events;
    this.identities = identities;
    this.audit = audit;
  }

  /**
   * Within a change, it reads in the change's transaction, whose lock keeps the view consistent.
   */
  @Override
  public NetworkSnapshot load() {
    return transactions.read(() -> {
      NetworkSnapshot snapshot = new SnapshotReader(jdbc, tables, decisions).read();
      // Rows read within a change would be in the way of those that it inserts.
      entities.clear();
      return snapshot;
    });
  }

  @Override
  public long newestRevision() {
    return jdbc.sql("SELECT revision FROM intent").query(Long.class).single();
  }

  @Override
  public <T> T change(Function<Transaction, T> work) {
    return transactions.write(() -> work.apply(new LockedIntent(lock())));
  }

  private long lock() {
    return jdbc.sql("SELECT revision FROM intent FOR UPDATE").query(Long.class).single();
  }

  private final class LockedIntent implements Transaction {
    private long revision;

    LockedIntent(long revision) {
      this.revision = revision;
    }

    @Override
    public long revision() {
      return revision;
    }

    @Override
    public void save(
        NetworkDiff diff,
        Cursors cursors,
        Operation operation,
        List<Event> news,
        List<AuditEntry> entries) {
      identities.removed(diff.tenant(), diff.edges().removed(), operation.createdAt());
      saveResources(diff);
      Script script = new Script();
      decisions.end(diff.ended(), operation.createdAt(), script);
      decisions.begin(diff.tenant(), diff.begun(), script);
      operations.cancel(diff.tenant(), diff.silenced(), operation.createdAt(), script);
      operations.insert(operation, script);
      moveTo(operation.revision(), cursors, script);
      // Last, because the logs' locks are everybody's.
      audit.insert(entries, script);
      events.insert(news, script);
      script.run(statements);
    }

    @Override
    public void createTenant(Name tenant, long newRevision, List<AuditEntry> entries) {
      jdbc.sql("INSERT INTO tenant (name, revision) VALUES (?, ?)")
          .params(tenant.value(), newRevision)
          .update();
      moveTo(newRevision);
      audit.append(entries);
    }

    @Override
    public void removeTenant(Name tenant, long newRevision, List<AuditEntry> entries) {
      jdbc.sql("DELETE FROM idempotency_key WHERE tenant = ?").param(tenant.value()).update();
      revokeTokensOf(tenant);
      jdbc.sql("DELETE FROM tenant WHERE name = ?").param(tenant.value()).update();
      moveTo(newRevision);
      audit.append(entries);
    }

    /** Those that are good for nothing else; from others, what was granted for the tenant goes. */
    private void revokeTokensOf(Name tenant) {
      jdbc.sql(
              """
              UPDATE api_token SET revoked_at = now() WHERE revoked_at IS NULL
                AND id IN (SELECT token FROM api_token_grant WHERE tenant = ?)
                AND id NOT IN (
                  SELECT token FROM api_token_grant WHERE tenant IS DISTINCT FROM ?)
              """)
          .params(tenant.value(), tenant.value())
          .update();
    }

    /** Listeners are told when, and only if, the transaction commits. */
    private void moveTo(long newRevision, Cursors cursors, Script script) {
      requireNext(newRevision);
      script.add(
          """
          UPDATE intent SET revision = ?, edge_cursor = ?, vni_cursor = ?, traffic_class_cursor = ?
          RETURNING pg_notify(?, revision::text)
          """,
          newRevision,
          cursors.edge(),
          cursors.vni(),
          cursors.trafficClass(),
          CHANNEL);
      revision = newRevision;
    }

    private void moveTo(long newRevision) {
      requireNext(newRevision);
      jdbc.sql("UPDATE intent SET revision = ? RETURNING pg_notify(?, revision::text)")
          .params(newRevision, CHANNEL)
          .query(row -> {});
      revision = newRevision;
    }

    private void requireNext(long newRevision) {
      if (newRevision != revision + 1) {
        throw new IllegalStateException(
            "revision %d cannot follow %d".formatted(newRevision, revision));
      }
    }
  }

  private void saveResources(NetworkDiff diff) {
    Name tenant = diff.tenant();
    save(tables.sites(), tenant, diff.sites(), SiteRow::of);
    save(tables.edges(), tenant, diff.edges(), EdgeRow::of);
    save(tables.overlays(), tenant, diff.overlays(), OverlayRow::of);
    save(tables.trafficClasses(), tenant, diff.trafficClasses(), TrafficClassRow::of);
    save(tables.applications(), tenant, diff.applications(), ApplicationRow::of);
    save(tables.profiles(), tenant, diff.profiles(), EdgeProfileRow::of);
    entities.flush();
    entities.clear();
  }

  private static <T, R extends ResourceRow> void save(
      ResourceRows<R> rows,
      Name tenant,
      NetworkDiff.Part<T> part,
      BiFunction<Name, Declared<T>, R> toRow) {
    List<R> replaced = rows(tenant, part.replaced(), toRow);
    List<Name> gone =
        Stream.concat(part.removed().stream(), replaced.stream().map(ResourceRow::name)).toList();
    if (!gone.isEmpty()) {
      rows.remove(tenant.value(), Sql.array(gone, Name::value));
    }
    rows.saveAll(rows(tenant, part.created(), toRow));
    rows.saveAll(replaced);
  }

  private static <T, R> List<R> rows(
      Name tenant, List<Declared<T>> resources, BiFunction<Name, Declared<T>, R> toRow) {
    return resources.stream().map(declared -> toRow.apply(tenant, declared)).toList();
  }
}
