package io.isthmus.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.admission.Admission;
import io.isthmus.domain.admission.EnrollmentOutcome;
import io.isthmus.domain.admission.Refusal;
import io.isthmus.domain.operation.EventLog;
import io.isthmus.domain.operation.OperationStore;
import io.isthmus.domain.reconcile.IntentStore;
import io.isthmus.domain.trust.AuditLog;
import io.isthmus.domain.trust.EdgeIdentity;
import io.isthmus.domain.trust.EnrollmentToken.Approval;
import io.isthmus.domain.trust.IdentityStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;

@StoreTest
@Timeout(60)
class AdmissionIT extends AdmissionContractTest {
  @Autowired private IntentStore intentStore;
  @Autowired private OperationStore operations;
  @Autowired private EventLog events;
  @Autowired private IdentityStore identities;
  @Autowired private AuditLog audit;
  @Autowired private TestClock clock;
  @Autowired private PostgresState postgres;
  @Autowired private DataSource dataSource;

  @Override
  IntentStore intentStore() {
    return intentStore;
  }

  @Override
  OperationStore operations() {
    return operations;
  }

  @Override
  EventLog events() {
    return events;
  }

  @Override
  IdentityStore identities() {
    return identities;
  }

  @Override
  AuditLog audit() {
    return audit;
  }

  @Override
  TestClock clock() {
    return clock;
  }

  @BeforeEach
  @Override
  void setUp() {
    postgres.reset();
    super.setUp();
  }

  /** On two replicas, each with many threads: the database alone can tell who comes first. */
  @Test
  void ofManyWhoComeAtOnceAsManyAreLetInAsTheTokenAllows() throws Exception {
    int many = 12;
    int uses = 3;
    String token = token(uses, Approval.NEEDED);
    List<Admission> replicas = List.of(admission, admission(intents()));
    CyclicBarrier start = new CyclicBarrier(many);
    List<EnrollmentOutcome> outcomes = new ArrayList<>();

    try (ExecutorService pool = Executors.newFixedThreadPool(many)) {
      List<Future<EnrollmentOutcome>> futures = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        String key = "key-" + i;
        Admission replica = replicas.get(i % 2);
        futures.add(
            pool.submit(() -> {
              start.await();
              return replica.enroll(
                  token, csr(key), Optional.empty(), "1.0", "192.0.2." + key.length());
            }));
      }
      for (Future<EnrollmentOutcome> future : futures) {
        outcomes.add(future.get());
      }
    }

    assertThat(outcomes)
        .filteredOn(outcome -> outcome instanceof EnrollmentOutcome.Pending)
        .hasSize(uses);
    assertThat(outcomes)
        .filteredOn(outcome -> outcome instanceof EnrollmentOutcome.Refused)
        .hasSize(many - uses)
        .allSatisfy(outcome -> assertThat(refusal(outcome)).isEqualTo(Refusal.TOKEN_USED_UP));
    assertThat(tokens.list(TENANT).getFirst().used()).isEqualTo(uses);
  }

  @Test
  void aReplicaHearsOfARevocationWithoutPolling() throws Exception {
    issued(enroll(token(1, Approval.GIVEN), "k1"));
    BlockingQueue<EdgeIdentity> heard = new LinkedBlockingQueue<>();
    Admission other = admission(intents());
    try (RevisionListener listener = RevisionListener.ofTrust(dataSource, other::follow)) {
      other.listen(heard::add);

      admission.revoke(ALICE, E1, "stolen");

      EdgeIdentity ended = heard.poll(10, TimeUnit.SECONDS);
      assertThat(ended).isNotNull();
      assertThat(ended.edge()).isEqualTo(E1);
    }
  }
}
