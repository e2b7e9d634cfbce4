package io.isthmus.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
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

  /** How often it looks up from listening: whether it is closed, and whether anybody is there. */
  private static final Duration CHECK = Duration.ofSeconds(1);

  private final DataSource dataSource;
  private final String channel;
  private final Runnable action;
  private final Thread thread;
  private volatile boolean closed;

  private RevisionListener(DataSource dataSource, String channel, Runnable action) {
    this.dataSource = dataSource;
    this.channel = channel;
    this.action = action;
    this.thread = Thread.ofPlatform().daemon().name(channel + "-listener").unstarted(this::run);
  }

  /** Listens until it is closed. The action runs in the listener's own thread. */
  public static RevisionListener start(DataSource dataSource, Runnable action) {
    return start(dataSource, JpaIntentStore.CHANNEL, action);
  }

  /** The same for changes of identities. */
  public static RevisionListener ofTrust(DataSource dataSource, Runnable action) {
    return start(dataSource, JdbcIdentityStore.CHANNEL, action);
  }

  private static RevisionListener start(DataSource dataSource, String channel, Runnable action) {
    RevisionListener listener = new RevisionListener(dataSource, channel, action);
    listener.thread.start();
    return listener;
  }

  private void run() {
    while (!closed) {
      try {
        listen();
      } catch (SQLException | RuntimeException e) {
        if (!closed) {
          log.warn("{} of other replicas is not heard for now: {}", channel, e.toString());
        }
      }
      if (!closed) {
        pause();
      }
    }
  }

  private void listen() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("LISTEN " + channel);
      action.run();
      PGConnection notifications = connection.unwrap(PGConnection.class);
      while (!closed) {
        if (notifications.getNotifications((int) CHECK.toMillis()).length > 0) {
          action.run();
        } else {
          statement.execute("SELECT 1");
        }
      }
      // The connection goes back to the pool.
      statement.execute("UNLISTEN *");
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /** Returns when the connection is given back, after a second at most. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(PAUSE.plus(CHECK));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
