package io.isthmus.app.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server that a controller leaves behind when it is killed. The data directory is claimed by
 * this controller before it looks, so whatever still serves it serves nobody.
 */
final class LeftoverServer {

  private static final Logger log = LoggerFactory.getLogger(LeftoverServer.class);

  /** A fast shutdown writes a checkpoint, which takes as long as the disk does. */
  private static final Duration FAST = Duration.ofSeconds(30);

  private static final Duration IMMEDIATE = Duration.ofSeconds(10);

  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private LeftoverServer() {}

  static void stop(Path files) {
    PostmasterPid.read(files)
        .ifPresent(found -> {
          if (found.process().isEmpty()) {
            return; // PostgreSQL clears such a file away by itself.
          }
          if (found.serves(files)) {
            stop(found.process().orElseThrow(), files);
          } else {
            forget(found, files);
          }
        });
  }

  private static void stop(ProcessHandle server, Path files) {
    log.warn(
        "A controller ended without stopping its PostgreSQL (process {}) on {}: stopping it now",
        server.pid(),
        files);
    Signals.send("INT", server);
    if (hasEnded(server, FAST)) {
      return;
    }
    Signals.send("QUIT", server);
    if (!hasEnded(server, IMMEDIATE)) {
      throw new StorageException(
          "the PostgreSQL with process id %d, left over in %s, does not stop"
              .formatted(server.pid(), files),
          "End that process and start the controller again; no committed data is lost.");
    }
  }

  /**
   * After a crash of the machine or the container another process may have got the server's id.
   * Then PostgreSQL would take that process for a running server and refuse to start.
   */
  private static void forget(PostmasterPid found, Path files) {
    log.warn(
        "Process {} is not the PostgreSQL that {} names: its note is stale", found.pid(), files);
    try {
      Files.deleteIfExists(PostmasterPid.fileIn(files));
    } catch (IOException e) {
      log.warn("The stale note {} stays: {}", PostmasterPid.fileIn(files), e.toString());
    }
  }

  /** Looks by itself: for a process that is no child, onExit() looks only every second or two. */
  private static boolean hasEnded(ProcessHandle server, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (server.isAlive()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
    return true;
  }
}
