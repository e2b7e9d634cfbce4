package io.isthmus.db;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.EdgeIdentity;
import io.isthmus.domain.trust.EnrollmentRequest;
import io.isthmus.domain.trust.EnrollmentToken;
import io.isthmus.domain.trust.Fingerprint;
import io.isthmus.domain.trust.IdentityStore;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The ledger of identities. A change holds the one row of {@code trust_ledger} locked from its
 * begin to its commit. Whoever changes the intent too locks that first.
 */
final class JdbcIdentityStore implements IdentityStore {
  /** Where listeners hear of every committed change of an identity. */
  static final String CHANNEL = "isthmus_trust";

  private static final int MOST_LISTED = 1_000;
  private static final int HEXADECIMAL = 16;

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final JdbcAuditLog audit;

  JdbcIdentityStore(Transactions transactions, JdbcClient jdbc, JdbcAuditLog audit) {
    this.transactions = transactions;
    this.jdbc = jdbc;
    this.audit = audit;
  }

  @Override
  public <T> T change(Function<Ledger, T> work) {
    return transactions.write(() -> {
      LockedLedger ledger = new LockedLedger(lock());
      T result = work.apply(ledger);
      ledger.finish();
      return result;
    });
  }

  private long lock() {
    return jdbc.sql("SELECT change FROM trust_ledger FOR UPDATE").query(Long.class).single();
  }

  private void moveTo(long change) {
    jdbc.sql("UPDATE trust_ledger SET change = ? RETURNING pg_notify(?, change::text)")
        .params(change, CHANNEL)
        .query(row -> {});
  }

  /** Within the change of the intent that removes the edges, before it touches them. */
  void removed(Name tenant, Collection<Name> edges, Instant at) {
    if (edges.isEmpty()) {
      return;
    }
    long change = lock();
    String[] names = Sql.array(edges, Name::value);
    int ended =
        jdbc.sql(
                """
                UPDATE edge_identity SET state = 'REMOVED', ended_at = ?, reason = 'edge removed',
                  change = ? + place
                FROM unnest(?) WITH ORDINALITY AS gone (edge_name, place)
                WHERE tenant = ? AND edge = edge_name AND state = 'ACTIVE'
                """)
            .params(Sql.time(at), change, names, tenant.value())
            .update();
    jdbc.sql(
            """
            UPDATE enrollment_token SET withdrawn_at = ?
            WHERE tenant = ? AND edge = ANY(?) AND withdrawn_at IS NULL
            """)
        .params(Sql.time(at), tenant.value(), names)
        .update();
    jdbc.sql(
            """
            UPDATE enrollment_request SET state = 'LAPSED'
            WHERE tenant = ? AND edge = ANY(?) AND state IN ('PENDING', 'APPROVED')
            """)
        .params(tenant.value(), names)
        .update();
    if (ended > 0) {
      moveTo(change + names.length);
    }
  }

  @Override
  public Optional<Kept> findToken(UUID id) {
    return jdbc.sql("SELECT * FROM enrollment_token WHERE id = ?")
        .param(id)
        .query((row, index) -> new Kept(token(row, index), hash(row, "secret_sha256")))
        .optional();
  }

  @Override
  public List<EnrollmentToken> tokens(Name tenant) {
    return jdbc.sql(
            """
            SELECT * FROM enrollment_token WHERE tenant = ? ORDER BY created_at DESC, id LIMIT ?
            """)
        .params(tenant.value(), MOST_LISTED)
        .query(JdbcIdentityStore::token)
        .list();
  }

  @Override
  public Optional<EnrollmentRequest> findRequest(Name tenant, UUID id) {
    return findRequest(id).filter(request -> request.edge().tenant().equals(tenant));
  }

  private Optional<EnrollmentRequest> findRequest(UUID id) {
    return jdbc.sql("SELECT * FROM enrollment_request WHERE id = ?")
        .param(id)
        .query(JdbcIdentityStore::request)
        .optional();
  }

  @Override
  public List<EnrollmentRequest> requests(Name tenant) {
    return jdbc.sql(
            """
            SELECT * FROM enrollment_request WHERE tenant = ? ORDER BY requested_at DESC, id LIMIT ?
            """)
        .params(tenant.value(), MOST_LISTED)
        .query(JdbcIdentityStore::request)
        .list();
  }

  @Override
  public List<EdgeIdentity> newestIdentities() {
    return jdbc.sql(
            """
            SELECT DISTINCT ON (tenant, edge) * FROM edge_identity
            ORDER BY tenant, edge, state = 'ACTIVE' DESC, enrolled_at DESC
            """)
        .query(JdbcIdentityStore::identity)
        .list();
  }

  @Override
  public List<EdgeIdentity> identities(EdgeKey edge) {
    return jdbc.sql(
            """
            SELECT * FROM edge_identity WHERE tenant = ? AND edge = ?
            ORDER BY state = 'ACTIVE' DESC, enrolled_at DESC, change DESC LIMIT ?
            """)
        .params(edge.tenant().value(), edge.edge().value(), MOST_LISTED)
        .query(JdbcIdentityStore::identity)
        .list();
  }

  @Override
  public List<EdgeIdentity> changedAfter(long change) {
    return jdbc.sql("SELECT * FROM edge_identity WHERE change > ? ORDER BY change")
        .param(change)
        .query(JdbcIdentityStore::identity)
        .list();
  }

  @Override
  public void proven(Map<UUID, Instant> times) {
    List<Map.Entry<UUID, Instant>> rows =
        times.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
    transactions.write(() ->
        jdbc.sql(
                """
                UPDATE edge_identity SET proven_at = proof.at::timestamptz
                FROM unnest(?::uuid[], ?) AS proof (identity, at)
                WHERE id = identity AND proven_at IS NULL
                """)
            .params(
                Sql.array(rows, Map.Entry::getKey),
                Sql.array(rows, row -> Sql.time(row.getValue())))
            .update());
  }

  private final class LockedLedger implements Ledger {
    private final long begin;
    private long change;
    private final List<AuditEntry> entries = new ArrayList<>();

    LockedLedger(long change) {
      this.begin = change;
      this.change = change;
    }

    /** The log's lock is everybody's, and so comes last. */
    void finish() {
      if (change > begin) {
        moveTo(change);
      }
      audit.append(entries);
    }

    @Override
    public Optional<Name> findSite(EdgeKey edge) {
      return jdbc.sql("SELECT site FROM edge WHERE tenant = ? AND name = ?")
          .params(edge.tenant().value(), edge.edge().value())
          .query(String.class)
          .optional()
          .map(Name::of);
    }

    @Override
    public Optional<Kept> findToken(UUID id) {
      return JdbcIdentityStore.this.findToken(id);
    }

    @Override
    public void addToken(EnrollmentToken token, Fingerprint secret) {
      jdbc.sql(
              """
              INSERT INTO enrollment_token (id, tenant, edge, site, approval, uses, used,
                secret_sha256, created_by, created_at, expires_at)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              """)
          .params(
              Sql.values(
                  token.id(),
                  token.tenant().value(),
                  token.target() instanceof EnrollmentToken.Target.OneEdge(Name edge)
                      ? edge.value()
                      : null,
                  token.target() instanceof EnrollmentToken.Target.AnyOfSite(Name site)
                      ? site.value()
                      : null,
                  token.approval().name(),
                  token.uses(),
                  token.used(),
                  secret.bytes(),
                  Sql.text(token.createdBy()),
                  Sql.time(token.createdAt()),
                  Sql.time(token.expiresAt())))
          .update();
    }

    @Override
    public void updateToken(EnrollmentToken token) {
      jdbc.sql("UPDATE enrollment_token SET used = ?, withdrawn_at = ? WHERE id = ?")
          .params(
              Sql.values(token.used(), token.withdrawnAt().map(Sql::time).orElse(null), token.id()))
          .update();
    }

    @Override
    public List<EnrollmentToken> openTokens(EdgeKey edge) {
      return jdbc.sql(
              """
              SELECT * FROM enrollment_token
              WHERE tenant = ? AND edge = ? AND withdrawn_at IS NULL ORDER BY created_at, id
              """)
          .params(edge.tenant().value(), edge.edge().value())
          .query(JdbcIdentityStore::token)
          .list();
    }

    @Override
    public Optional<EnrollmentRequest> findRequest(UUID id) {
      return JdbcIdentityStore.this.findRequest(id);
    }

    @Override
    public Optional<EnrollmentRequest> findRequest(UUID token, Fingerprint key) {
      return jdbc.sql("SELECT * FROM enrollment_request WHERE token = ? AND key_sha256 = ?")
          .params(token, key.bytes())
          .query(JdbcIdentityStore::request)
          .optional();
    }

    @Override
    public List<EnrollmentRequest> openRequests(Name tenant) {
      return jdbc.sql(
              """
              SELECT * FROM enrollment_request
              WHERE tenant = ? AND state IN ('PENDING', 'APPROVED') ORDER BY requested_at, id
              """)
          .param(tenant.value())
          .query(JdbcIdentityStore::request)
          .list();
    }

    @Override
    public void save(EnrollmentRequest request) {
      jdbc.sql(
              """
              INSERT INTO enrollment_request (id, tenant, edge, key_sha256, token, source,
                agent_version, requested_at, state, decided_by, decided_at)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              ON CONFLICT (id) DO UPDATE SET state = excluded.state,
                decided_by = excluded.decided_by, decided_at = excluded.decided_at
              """)
          .params(
              Sql.values(
                  request.id(),
                  request.edge().tenant().value(),
                  request.edge().edge().value(),
                  request.key().bytes(),
                  request.token(),
                  Sql.text(request.from()),
                  Sql.text(request.agentVersion()),
                  Sql.time(request.requestedAt()),
                  request.state().name(),
                  request.decidedBy().map(Sql::text).orElse(null),
                  request.decidedAt().map(Sql::time).orElse(null)))
          .update();
    }

    @Override
    public List<EdgeIdentity> identities(EdgeKey edge) {
      return JdbcIdentityStore.this.identities(edge);
    }

    @Override
    public EdgeIdentity save(EdgeIdentity identity) {
      EdgeIdentity placed = identity.at(++change);
      jdbc.sql(
              """
              INSERT INTO edge_identity (id, tenant, edge, state, certificates, enrolled_at,
                proven_at, ended_at, reason, change)
              VALUES (?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?)
              ON CONFLICT (id) DO UPDATE SET state = excluded.state,
                certificates = excluded.certificates, ended_at = excluded.ended_at,
                reason = excluded.reason, change = excluded.change
              """)
          .params(
              Sql.values(
                  placed.id(),
                  placed.edge().tenant().value(),
                  placed.edge().edge().value(),
                  placed.state().name(),
                  Json.write(placed.certificates().stream().map(CertificateJson::of).toList()),
                  Sql.time(placed.enrolledAt()),
                  placed.provenAt().map(Sql::time).orElse(null),
                  placed.endedAt().map(Sql::time).orElse(null),
                  placed.reason().map(Sql::text).orElse(null),
                  placed.change()))
          .update();
      return placed;
    }

    @Override
    public void audit(AuditEntry entry) {
      entries.add(entry);
    }
  }

  /** A certificate as it is kept. */
  record CertificateJson(String serial, String key, String notAfter) {
    static CertificateJson of(EdgeIdentity.Certificate certificate) {
      return new CertificateJson(
          certificate.serial().toString(HEXADECIMAL),
          certificate.key().hex(),
          certificate.notAfter().toString());
    }

    EdgeIdentity.Certificate certificate() {
      return new EdgeIdentity.Certificate(
          new BigInteger(serial, HEXADECIMAL), new Fingerprint(key), Instant.parse(notAfter));
    }
  }

  private static EnrollmentToken token(ResultSet row, int index) throws SQLException {
    return new EnrollmentToken(
        row.getObject("id", UUID.class),
        Name.of(row.getString("tenant")),
        target(row),
        EnrollmentToken.Approval.valueOf(row.getString("approval")),
        row.getInt("uses"),
        row.getInt("used"),
        row.getString("created_by"),
        Sql.time(row, "created_at"),
        Sql.time(row, "expires_at"),
        Sql.findTime(row, "withdrawn_at"));
  }

  private static EnrollmentToken.Target target(ResultSet row) throws SQLException {
    Optional<Name> edge = Sql.findName(row, "edge");
    return edge.isPresent()
        ? new EnrollmentToken.Target.OneEdge(edge.get())
        : new EnrollmentToken.Target.AnyOfSite(Name.of(row.getString("site")));
  }

  private static EnrollmentRequest request(ResultSet row, int index) throws SQLException {
    return new EnrollmentRequest(
        row.getObject("id", UUID.class),
        edge(row),
        hash(row, "key_sha256"),
        row.getObject("token", UUID.class),
        row.getString("source"),
        row.getString("agent_version"),
        Sql.time(row, "requested_at"),
        EnrollmentRequest.State.valueOf(row.getString("state")),
        Optional.ofNullable(row.getString("decided_by")),
        Sql.findTime(row, "decided_at"));
  }

  private static EdgeIdentity identity(ResultSet row, int index) throws SQLException {
    return new EdgeIdentity(
        row.getObject("id", UUID.class),
        edge(row),
        EdgeIdentity.State.valueOf(row.getString("state")),
        Json.readList(row.getString("certificates"), CertificateJson.class).stream()
            .map(CertificateJson::certificate)
            .toList(),
        Sql.time(row, "enrolled_at"),
        Sql.findTime(row, "proven_at"),
        Sql.findTime(row, "ended_at"),
        Optional.ofNullable(row.getString("reason")),
        row.getLong("change"));
  }

  private static EdgeKey edge(ResultSet row) throws SQLException {
    return new EdgeKey(Name.of(row.getString("tenant")), Name.of(row.getString("edge")));
  }

  private static Fingerprint hash(ResultSet row, String column) throws SQLException {
    return Fingerprint.ofHash(row.getBytes(column));
  }
}
