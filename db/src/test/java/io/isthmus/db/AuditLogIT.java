package io.isthmus.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.AuditLog;
import io.isthmus.domain.trust.AuditQuery;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@StoreTest
class AuditLogIT extends AuditLogContractTest {
  @Autowired private AuditLog log;
  @Autowired private JdbcClient jdbc;
  @Autowired private Transactions transactions;
  @Autowired private AuditPartitions partitions;
  @Autowired private TrustUpkeep upkeep;
  @Autowired private TestClock clock;
  @Autowired private PostgresState postgres;

  @Override
  AuditLog log() {
    return log;
  }

  @BeforeEach
  void reset() {
    postgres.reset();
  }

  /** By the table and by its part, also where triggers of the usual kind are off. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit SET actor = 'mallory'",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE false",
        "TRUNCATE audit",
        "UPDATE audit_2026_03 SET actor = 'mallory'",
        "DELETE FROM audit_2026_03",
        "TRUNCATE audit_2026_03",
        "SET LOCAL session_replication_role = replica; DELETE FROM audit",
        "SET LOCAL session_replication_role = replica; DELETE FROM audit_2026_03",
        "SET LOCAL session_replication_role = replica; TRUNCATE audit_2026_03",
        """
        MERGE INTO audit USING (VALUES (1)) AS one (n) ON true
        WHEN MATCHED THEN UPDATE SET actor = 'mallory'
        """
      })
  void nobodyChangesWhatWasWritten(String sql) {
    log.append(List.of(entry("CREATE", "sites/s")));

    assertThatThrownBy(() -> transactions.write(() -> jdbc.sql(sql).update()))
        .hasRootCauseMessage(rootCause(sql))
        .rootCause()
        .extracting("SQLState")
        .isEqualTo("42501");

    assertThat(log.find(AuditQuery.of(tenant), 10))
        .extracting(entry -> entry.actor().name())
        .containsExactly("alice");
  }

  private static String rootCause(String sql) {
    String statement = sql.substring(sql.indexOf(';') + 1).strip();
    String verb = statement.startsWith("MERGE") ? "UPDATE" : statement.split(" ")[0];
    return """
    ERROR: the audit log is only added to: %s is refused
      Where: PL/pgSQL function audit_is_only_added_to() line 3 at RAISE\
    """
        .formatted(verb);
  }

  @Test
  void partsAreMadeAheadAndGoWithTheirTime() {
    log.append(List.of(entry("CREATE", "sites/old")));
    upkeep.run();
    assertThat(partitions.list())
        .contains(YearMonth.of(2026, 3), YearMonth.of(2026, 4), YearMonth.of(2026, 5));

    clock.advance(months(12));
    upkeep.run();
    assertThat(log.find(AuditQuery.of(tenant), 10)).as("within 400 days").hasSize(1);

    clock.advance(months(3));
    upkeep.run();
    assertThat(log.find(AuditQuery.of(tenant), 10)).isEmpty();
    assertThat(partitions.list()).doesNotContain(YearMonth.of(2026, 3));
    assertThat(protectedParts()).isEqualTo(partitions.list().size());
  }

  private int protectedParts() {
    return jdbc.sql(
            """
            SELECT count(*) FROM pg_trigger JOIN pg_inherits ON inhrelid = tgrelid
            WHERE inhparent = 'audit'::regclass AND tgname = 'audit_is_only_added_to'
              AND tgenabled = 'A'
            """)
        .query(Integer.class)
        .single();
  }

  @Test
  void whatIsNoLongerInTheTransactionIsNotInTheLog() {
    assertThatThrownBy(() ->
            transactions.write(() -> {
              log.append(List.of(entry("CREATE", "sites/never")));
              throw new IllegalStateException("the change failed");
            }))
        .hasMessage("the change failed");

    assertThat(log.find(AuditQuery.of(tenant), 10)).isEmpty();
  }

  @Test
  void aLargeExportIsReadInParts() {
    for (int batch = 0; batch < 5; batch++) {
      List<AuditEntry> entries =
          IntStream.range(0, 1_000).mapToObj(i -> entry("CREATE", "sites/s" + i)).toList();
      log.append(entries);
    }
    int[] count = {0};

    log.export(AuditQuery.of(tenant), entry -> count[0]++);

    assertThat(count[0]).isEqualTo(5_000);
  }
}
