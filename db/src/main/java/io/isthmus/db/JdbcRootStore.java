package io.isthmus.db;

import io.isthmus.domain.trust.Der;
import io.isthmus.domain.trust.RootStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Roots, whose keys are encrypted before they get here. */
final class JdbcRootStore implements RootStore {
  private final Transactions transactions;
  private final JdbcClient jdbc;

  JdbcRootStore(Transactions transactions, JdbcClient jdbc) {
    this.transactions = transactions;
    this.jdbc = jdbc;
  }

  @Override
  public List<Root> roots() {
    return jdbc.sql("SELECT * FROM root_certificate ORDER BY generation")
        .query((row, index) -> root(row))
        .list();
  }

  /** The lock makes one replica wait for the other, and then see that it came second. */
  @Override
  public boolean add(Root root, Instant predecessorRetiresAt) {
    return transactions.write(() -> {
      AdvisoryLock.ROOTS.hold(jdbc);
      int newest =
          jdbc.sql("SELECT coalesce(max(generation), 0) FROM root_certificate")
              .query(Integer.class)
              .single();
      if (root.generation() != newest + 1) {
        return false;
      }
      jdbc.sql("UPDATE root_certificate SET sealed_key = NULL, retires_at = ? WHERE generation = ?")
          .params(Sql.time(predecessorRetiresAt), newest)
          .update();
      insert(root);
      return true;
    });
  }

  private void insert(Root root) {
    jdbc.sql(
            """
            INSERT INTO root_certificate (generation, certificate, cross_certificate, sealed_key,
              created_at, retires_at)
            VALUES (:generation, :certificate, :crossCertificate, :sealedKey, :createdAt, :retiresAt)
            """)
        .param("generation", root.generation())
        .param("certificate", root.certificate().bytes())
        .param("crossCertificate", root.crossCertificate().map(Der::bytes).orElse(null))
        .param("sealedKey", root.sealedKey().orElse(null))
        .param("createdAt", Sql.time(root.createdAt()))
        .param("retiresAt", root.retiresAt().map(Sql::time).orElse(null))
        .update();
  }

  @Override
  public Optional<String> masterKeyId() {
    return jdbc.sql("SELECT key_id FROM master_key").query(String.class).optional();
  }

  @Override
  public String noteMasterKeyId(String id) {
    jdbc.sql("INSERT INTO master_key (key_id) VALUES (?) ON CONFLICT DO NOTHING")
        .param(id)
        .update();
    return masterKeyId().orElseThrow();
  }

  private static Root root(ResultSet row) throws SQLException {
    return new Root(
        row.getInt("generation"),
        Der.of(row.getBytes("certificate")),
        der(row.getBytes("cross_certificate")),
        Optional.ofNullable(row.getString("sealed_key")),
        Sql.time(row, "created_at"),
        Sql.findTime(row, "retires_at"));
  }

  private static Optional<Der> der(byte @Nullable [] bytes) {
    return Optional.ofNullable(bytes).map(Der::of);
  }
}
