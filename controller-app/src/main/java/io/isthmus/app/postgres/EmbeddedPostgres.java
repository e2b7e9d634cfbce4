package io.isthmus.app.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server over a data directory, for as long as this object is open. A server that dies
 * is started again on the same port, so that a connection pool recovers by itself.
 *
 * <p>Every method may be called from any thread.
 */
final class EmbeddedPostgres implements AutoCloseable {

  static final String DATABASE = "isthmus";

  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final int START_ATTEMPTS = 5;
  private static final Duration RETRY_PAUSE = Duration.ofMillis(250);

  private final DataDirectory directory;
  private final Cluster cluster;
  private final ServerProcess.Launcher launcher;
  private final int port;

  // Guarded by this.
  private ServerProcess server;
  private boolean closed;

  private EmbeddedPostgres(
      DataDirectory directory,
      Cluster cluster,
      ServerProcess.Launcher launcher,
      ServerProcess server) {
    this.directory = directory;
    this.cluster = cluster;
    this.launcher = launcher;
    this.server = server;
    this.port = server.port();
  }

  /** Claims the data directory, makes the server's files where there are none, and starts it. */
  static EmbeddedPostgres start(Path dataDir, Path cacheDir) {
    long begin = System.nanoTime();
    DataDirectory directory = DataDirectory.claim(dataDir);
    @Nullable EmbeddedPostgres started = null;
    try {
      ServerUser user = ServerUser.forThisProcess();
      PostgresBinaries binaries = PostgresBinaries.unpackedIn(cacheDir);
      user.requireEntryTo(binaries.home());
      user.requireEntryTo(directory.path());
      Cluster cluster = Cluster.openOrCreate(directory, binaries, user);
      LeftoverServer.stop(cluster.files());
      ServerProcess.Launcher launcher =
          new ServerProcess.Launcher(binaries, user, cluster, directory.resolve("postgres.log"));
      started = new EmbeddedPostgres(directory, cluster, launcher, startOnFreePort(launcher));
      started.watch(started.server);
      started.createDatabase();
    } finally {
      if (started == null) {
        directory.close();
      }
    }
    log.info(
        "PostgreSQL serves {} on 127.0.0.1:{} after {} ms",
        directory.path(),
        started.port,
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    return started;
  }

  /**
   * Between finding a free port and the server's taking it, another process may take it; and after
   * the killing of a server its last sessions may still be ending.
   */
  private static ServerProcess startOnFreePort(ServerProcess.Launcher launcher) {
    for (int attempt = 1; ; attempt++) {
      try {
        return launcher.start(FreePort.find());
      } catch (IOException e) {
        if (attempt == START_ATTEMPTS) {
          throw notStarted(e);
        }
        log.info("PostgreSQL did not start, trying again: {}", e.getMessage());
        LockSupport.parkNanos(RETRY_PAUSE.toNanos());
      }
    }
  }

  private static StorageException notStarted(IOException cause) {
    return new StorageException(
        "the embedded PostgreSQL does not start: " + cause.getMessage(),
        "Mend what its log names, or point the controller at a PostgreSQL of your own with"
            + " SPRING_DATASOURCE_URL.",
        cause);
  }

  private void createDatabase() {
    try {
      DatabaseCreation.createIfAbsent(urlOf("postgres"), username(), password(), DATABASE);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  String jdbcUrl() {
    return urlOf(DATABASE);
  }

  private String urlOf(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  String username() {
    return Cluster.ROLE;
  }

  String password() {
    return cluster.password();
  }

  /** The process id of the server that runs now; another one after it died. */
  synchronized long serverPid() {
    return server.pid();
  }

  private void watch(ServerProcess watched) {
    Thread.ofVirtual()
        .name("postgres-watch")
        .start(() -> {
          watched.awaitExit();
          startAgain(watched);
        });
  }

  /**
   * Tries until it succeeds or this is closed. The first attempts may fail while sessions of the
   * dead server are still ending: PostgreSQL refuses to start beside them.
   */
  private synchronized void startAgain(ServerProcess dead) {
    for (int attempt = 1; !closed; attempt++) {
      log.error("PostgreSQL (process {}) died: starting it again, attempt {}", dead.pid(), attempt);
      try {
        server = launcher.start(port);
        watch(server);
        log.info("PostgreSQL is back on 127.0.0.1:{}", port);
        return;
      } catch (IOException e) {
        log.error("PostgreSQL does not come back: {}", e.getMessage());
      }
      pauseAfter(attempt);
    }
  }

  private synchronized void pauseAfter(int attempt) {
    Duration pause = RETRY_PAUSE.multipliedBy(Math.min(attempt, 20));
    try {
      wait(pause.toMillis()); // Also gives the monitor free for close().
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  /** Stops the server with a checkpoint and gives the data directory back. */
  @Override
  public void close() {
    ServerProcess last;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      notifyAll();
      last = server;
    }
    last.stop(STOP_LIMIT);
    directory.close();
  }
}
