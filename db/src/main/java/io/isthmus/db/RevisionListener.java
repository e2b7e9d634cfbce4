package io.isthmus.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an action soon after any replica has committed a change of the intent. Keeps one connection
 * for itself and opens another when that is lost. What is announced meanwhile is not heard, so the
 * action is also run after each connect; who needs certainty polls {@code newestRevision()} too.
 */
public final class RevisionListener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RevisionListener.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** How long a connection that was lost without a word goes unnoticed. */
  private static final Duration CHECK = Duration.ofSeconds(10);

  private final DataSource dataSource;
  private final Runnable action;
  private final Thread thread;
  private volatile @Nullable Connection listening;
  private volatile boolean closed;

  private RevisionListener(DataSource dataSource, Runnable action) {
    this.dataSource = dataSource;
    this.action = action;
    this.thread = Thread.ofPlatform().daemon().name("revision-listener").unstarted(this::run);
  }

  /** Listens until it is closed. The action runs in the listener's own thread. */
  public static RevisionListener start(DataSource dataSource, Runnable action) {
    RevisionListener listener = new RevisionListener(dataSource, action);
    listener.thread.start();
    return listener;
  }

  private void run() {
    while (!closed) {
      try {
        listen();
      } catch (SQLException | RuntimeException e) {
        if (!closed) {
          log.warn("revisions of other replicas are not heard for now: {}", e.toString());
        }
      }
      pause();
    }
  }

  private void listen() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      listening = connection;
      try (Statement statement = connection.createStatement()) {
        statement.execute("LISTEN " + JpaIntentStore.CHANNEL);
        action.run();
        PGConnection notifications = connection.unwrap(PGConnection.class);
        while (!closed) {
          if (notifications.getNotifications((int) CHECK.toMillis()).length > 0) {
            action.run();
          } else {
            statement.execute("SELECT 1");
          }
        }
      } finally {
        listening = null;
        // It would go on listening in the pool.
        connection.abort(Runnable::run);
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(closed ? Duration.ZERO : PAUSE);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public void close() throws SQLException {
    closed = true;
    thread.interrupt();
    Connection connection = listening;
    if (connection != null) {
      connection.abort(Runnable::run);
    }
  }
}
