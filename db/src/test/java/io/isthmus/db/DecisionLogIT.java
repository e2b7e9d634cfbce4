package io.isthmus.db;

import static io.isthmus.db.Stores.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.DecisionLog;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@StoreTest
class DecisionLogIT extends DecisionLogContractTest {
  @Autowired private Stores stores;
  @Autowired private TestClock clock;
  @Autowired private DecisionLog log;
  @Autowired private PostgresState postgres;

  @Override
  Stores stores() {
    return stores;
  }

  @Override
  TestClock clock() {
    return clock;
  }

  @Override
  DecisionLog log() {
    return log;
  }

  @BeforeEach
  void reset() {
    postgres.reset();
  }

  @Test
  void aPageNeverPartsTheDecisionsOfOneRevision() {
    begin();
    stores.change(
        DEFAULT,
        List.of(
            new Change.Steer(decision(Name.of("voice"), Optional.of(Name.of("nice")))),
            new Change.Steer(decision(Name.of("voice"), Optional.of(Name.of("paris")))),
            new Change.Steer(decision(Name.of("video"), Optional.empty()))));

    assertThat(ids(Optional.empty(), Long.MAX_VALUE, 1)).hasSize(3);
  }
}
