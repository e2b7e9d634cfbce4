package io.isthmus.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.IntentStore;
import io.isthmus.domain.topology.Site;
import io.isthmus.domain.topology.SiteKind;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;

@StoreTest
@Timeout(60)
class RevisionListenerIT {
  @Autowired private DataSource dataSource;
  @Autowired private IntentStore store;
  @Autowired private Stores stores;
  @Autowired private PostgresState postgres;

  private final BlockingQueue<Long> heard = new LinkedBlockingQueue<>();

  @BeforeEach
  void reset() {
    postgres.reset();
  }

  @Test
  void hearsOfEveryChangeWithoutDelay() throws Exception {
    try (RevisionListener listener = listen()) {
      assertThat(heard.take()).isOne();

      changeSite("nice");
      assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(2);
      changeSite("paris");
      assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(3);
    }
  }

  @Test
  void listensAgainAfterItsConnectionIsLost() throws Exception {
    try (RevisionListener listener = listen()) {
      heard.take();

      postgres.killConnections();
      assertThat(heard.poll(10, TimeUnit.SECONDS)).as("after the new connect").isOne();
      changeSite("nice");

      assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(2);
    }
  }

  @Test
  void isSilentAfterItIsClosed() throws Exception {
    RevisionListener listener = listen();
    heard.take();
    listener.close();

    changeSite("nice");

    assertThat(heard.poll(300, TimeUnit.MILLISECONDS)).isNull();
  }

  private RevisionListener listen() {
    return RevisionListener.start(dataSource, () -> heard.add(store.newestRevision()));
  }

  private void changeSite(String name) {
    stores.change(new Change.PutSite(new Site(Name.of(name), SiteKind.EDGE)));
  }
}
