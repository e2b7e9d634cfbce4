package io.isthmus.db;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.trust.ApiToken;
import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.Fingerprint;
import io.isthmus.domain.trust.Grant;
import io.isthmus.domain.trust.Role;
import io.isthmus.domain.trust.TokenStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** API tokens, each with its grants as two arrays when it is read. */
final class JdbcTokenStore implements TokenStore {
  private static final String SELECT =
      """
      SELECT api_token.*,
        ARRAY(SELECT tenant FROM api_token_grant WHERE token = id ORDER BY place)::text[] AS tenants,
        ARRAY(SELECT role FROM api_token_grant WHERE token = id ORDER BY place) AS roles
      FROM api_token
      """;

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final JdbcAuditLog audit;

  JdbcTokenStore(Transactions transactions, JdbcClient jdbc, JdbcAuditLog audit) {
    this.transactions = transactions;
    this.jdbc = jdbc;
    this.audit = audit;
  }

  @Override
  public void add(ApiToken token, Fingerprint secret, AuditEntry entry) {
    transactions.write(() -> {
      token.grants().stream().flatMap(grant -> grant.tenant().stream()).forEach(this::require);
      jdbc.sql(
              """
              INSERT INTO api_token (id, name, secret_sha256, created_by, created_at, expires_at)
              VALUES (?, ?, ?, ?, ?, ?)
              """)
          .params(
              Sql.values(
                  token.id(),
                  token.name(),
                  secret.bytes(),
                  Sql.text(token.createdBy()),
                  Sql.time(token.createdAt()),
                  token.expiresAt().map(Sql::bound).orElse(null)))
          .update();
      addGrants(token);
      audit.append(List.of(entry));
      return true;
    });
  }

  /** Held, so that the tenant is there when this commits. */
  private void require(Name tenant) {
    if (jdbc.sql("SELECT name FROM tenant WHERE name = ? FOR KEY SHARE")
        .param(tenant.value())
        .query(String.class)
        .optional()
        .isEmpty()) {
      throw new InvalidValue(
          "TENANT_UNKNOWN", "there is no tenant %s: create it first".formatted(tenant));
    }
  }

  private void addGrants(ApiToken token) {
    @Nullable String[] tenants =
        token.grants().stream().map(grant -> Sql.value(grant.tenant())).toArray(String[]::new);
    jdbc.sql(
            """
            INSERT INTO api_token_grant (token, place, tenant, role)
            SELECT ?, place, tenant, role
            FROM unnest(?, ?) WITH ORDINALITY AS granted (tenant, role, place)
            """)
        .params(token.id(), tenants, Sql.array(token.grants(), Grant::role))
        .update();
  }

  @Override
  public Optional<Kept> find(UUID id) {
    return jdbc.sql(SELECT + "WHERE id = ?")
        .param(id)
        .query(
            (row, index) -> new Kept(token(row), Fingerprint.ofHash(row.getBytes("secret_sha256"))))
        .optional();
  }

  @Override
  public List<ApiToken> list() {
    return jdbc.sql(SELECT + "ORDER BY created_at, id").query((row, index) -> token(row)).list();
  }

  @Override
  public Optional<ApiToken> revoke(UUID id, Instant at, AuditEntry entry) {
    transactions.write(() -> {
      int revoked =
          jdbc.sql("UPDATE api_token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL")
              .params(Sql.time(at), id)
              .update();
      if (revoked > 0) {
        audit.append(List.of(entry));
      }
      return revoked;
    });
    return find(id).map(Kept::token);
  }

  /** In order of id, so that replicas that say the same do not wait for each other in a circle. */
  @Override
  public void used(Map<UUID, Instant> times) {
    List<Map.Entry<UUID, Instant>> rows =
        times.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
    transactions.write(() ->
        jdbc.sql(
                """
                UPDATE api_token SET last_used_at = greatest(last_used_at, used.at::timestamptz)
                FROM unnest(?::uuid[], ?) AS used (id, at) WHERE api_token.id = used.id
                """)
            .params(
                Sql.array(rows, Map.Entry::getKey),
                Sql.array(rows, row -> Sql.time(row.getValue())))
            .update());
  }

  private static ApiToken token(ResultSet row) throws SQLException {
    return new ApiToken(
        row.getObject("id", UUID.class),
        row.getString("name"),
        grants(row),
        row.getString("created_by"),
        Sql.time(row, "created_at"),
        Sql.findTime(row, "expires_at"),
        Sql.findTime(row, "revoked_at"),
        Sql.findTime(row, "last_used_at"));
  }

  private static List<Grant> grants(ResultSet row) throws SQLException {
    @Nullable String[] tenants = (String[]) row.getArray("tenants").getArray();
    String[] roles = (String[]) row.getArray("roles").getArray();
    List<Grant> grants = new ArrayList<>();
    for (int i = 0; i < roles.length; i++) {
      grants.add(new Grant(Optional.ofNullable(tenants[i]).map(Name::of), Role.valueOf(roles[i])));
    }
    return grants;
  }
}
