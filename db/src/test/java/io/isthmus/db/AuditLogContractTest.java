package io.isthmus.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.AuditLog;
import io.isthmus.domain.trust.AuditQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every audit log does. Entries of other tests are in it, so each has a tenant of its own. */
abstract class AuditLogContractTest {
  static final Instant NOW = TestClock.START;
  final Name tenant = Name.of("t-" + UUID.randomUUID());
  private final Actor alice = Actor.user("alice", "192.0.2.1");

  abstract AuditLog log();

  @Test
  void anEntryComesBackAsItWas() {
    AuditEntry entry =
        entry("CREATE", "overlays/on-1")
            .changing(
                Optional.of(Map.of("vni", 4096L, "edges", List.of("e1", "e2"))),
                Optional.of(Map.of("nested", Map.of("a", true))))
            .inRevision(7)
            .because("why \0 not");
    AuditEntry bare =
        AuditEntry.refused(
            NOW, Optional.of(tenant), Actor.unknown("::1"), "ENROLL", "edges", "TOKEN_UNKNOWN");

    log().append(List.of(entry, bare.times(12, NOW.plusSeconds(5))));

    List<AuditEntry> found = log().find(AuditQuery.of(tenant), 10);
    assertThat(found)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("sequence")
        .containsExactly(bare.times(12, NOW.plusSeconds(5)), entry);
    assertThat(found.get(0).sequence()).isGreaterThan(found.get(1).sequence());
  }

  @Test
  void everyFilterNarrows() {
    AuditEntry one = entry("CREATE", "edges/e1");
    AuditEntry two =
        AuditEntry.done(
            NOW.plusSeconds(60), Optional.of(tenant), Actor.SYSTEM, "DELETE", "edges/e1/profile");
    AuditEntry three =
        AuditEntry.refused(
            NOW.plusSeconds(120), Optional.of(tenant), alice, "DELETE", "sites/s", "FORBIDDEN");
    log().append(List.of(one, two, three));

    AuditQuery all = AuditQuery.of(tenant);
    assertThat(subjects(with(all, "actor", "alice"))).containsExactly("sites/s", "edges/e1");
    assertThat(subjects(with(all, "action", "DELETE")))
        .containsExactly("sites/s", "edges/e1/profile");
    assertThat(subjects(with(all, "subject", "edges/e1"))).containsExactly("edges/e1");
    assertThat(subjects(with(all, "subject", "edges/")))
        .containsExactly("edges/e1/profile", "edges/e1");
    assertThat(subjects(with(all, "outcome", "REFUSED"))).containsExactly("sites/s");
    assertThat(subjects(with(all, "from", NOW.plusSeconds(60).toString())))
        .containsExactly("sites/s", "edges/e1/profile");
    assertThat(subjects(with(all, "until", NOW.plusSeconds(60).toString())))
        .containsExactly("edges/e1");
    assertThat(subjects(with(AuditQuery.all(), "subject", "none/" + tenant))).isEmpty();
  }

  @Test
  void pagesFollowEachOther() {
    for (int i = 0; i < 5; i++) {
      log().append(List.of(entry("CREATE", "sites/s" + i)));
    }

    List<AuditEntry> first = log().find(AuditQuery.of(tenant), 2);
    List<AuditEntry> second =
        log().find(AuditQuery.of(tenant).before(first.getLast().sequence()), 2);

    assertThat(first).extracting(AuditEntry::subject).containsExactly("sites/s4", "sites/s3");
    assertThat(second).extracting(AuditEntry::subject).containsExactly("sites/s2", "sites/s1");
  }

  @Test
  void anExportIsOldestFirst() {
    log().append(List.of(entry("CREATE", "sites/a"), entry("CREATE", "sites/b")));
    List<String> exported = new ArrayList<>();

    log().export(AuditQuery.of(tenant), entry -> exported.add(entry.subject()));

    assertThat(exported).containsExactly("sites/a", "sites/b");
  }

  @Test
  void aTenantThatIsMadeAnewDoesNotSeeWhatWasBefore() {
    log()
        .append(
            List.of(
                entry("CREATE", "sites/of-before"),
                entry("DELETE", "tenants/" + tenant),
                entry("CREATE", "sites/of-now")));

    assertThat(subjects(AuditQuery.of(tenant))).containsExactly("sites/of-now");
    List<String> all = new ArrayList<>();
    log()
        .export(
            AuditQuery.all(),
            entry -> {
              if (entry.tenant().equals(Optional.of(tenant))) {
                all.add(entry.subject());
              }
            });
    assertThat(all).containsExactly("sites/of-before", "tenants/" + tenant, "sites/of-now");
  }

  AuditEntry entry(String action, String subject) {
    return AuditEntry.done(NOW, Optional.of(tenant), alice, action, subject);
  }

  private List<String> subjects(AuditQuery query) {
    return log().find(query, 100).stream().map(AuditEntry::subject).toList();
  }

  private static AuditQuery with(AuditQuery query, String filter, String value) {
    Optional<String> given = Optional.of(value);
    Optional<String> none = Optional.empty();
    return new AuditQuery(
        query.tenant(),
        filter.equals("actor") ? given : none,
        filter.equals("action") ? given : none,
        filter.equals("subject") ? given : none,
        filter.equals("outcome") ? given.map(AuditEntry.Outcome::valueOf) : Optional.empty(),
        filter.equals("from") ? given.map(Instant::parse) : Optional.empty(),
        filter.equals("until") ? given.map(Instant::parse) : Optional.empty(),
        query.before());
  }

  static Duration months(int count) {
    return Duration.ofDays(31L * count);
  }
}
