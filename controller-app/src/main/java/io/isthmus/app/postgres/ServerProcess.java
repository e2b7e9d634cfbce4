package io.isthmus.app.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One run of the PostgreSQL server, from the moment it takes connections. */
final class ServerProcess {

  /**
   * Recovery after a crash replays up to a gigabyte of log; a server that is alive is waited for.
   */
  private static final Duration START_LIMIT = Duration.ofMinutes(10);

  private static final long MAX_LOG_BYTES = 16 << 20;

  private final Process process;
  private final int port;

  private ServerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** How a server over these files is started. */
  record Launcher(PostgresBinaries binaries, ServerUser user, Cluster cluster, Path logFile) {

    /** Starts a server and waits until it takes connections. */
    ServerProcess start(int port) throws IOException {
      startNewLogWhenFull();
      Process process =
          new ProcessBuilder(commandLine(port))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
              .start();
      process.getOutputStream().close();
      awaitReady(process);
      return new ServerProcess(process, port);
    }

    private List<String> commandLine(int port) {
      // A session of its own: Ctrl-C on the controller's terminal must not stop the database before
      // the controller has finished with it.
      List<String> command = new ArrayList<>(List.of("setsid"));
      command.addAll(user.command(binaries.postgres(), "-D", cluster.files().toString()));
      settings(port).forEach(setting -> command.addAll(List.of("-c", setting)));
      return command;
    }

    private static List<String> settings(int port) {
      return List.of(
          "port=" + port,
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          // An acknowledged write survives: these are the defaults, and stay on whatever a
          // configuration file says.
          "fsync=on",
          "synchronous_commit=on",
          "full_page_writes=on",
          "max_connections=100",
          "shared_buffers=64MB",
          "jit=off",
          "timezone=UTC",
          "log_timezone=UTC",
          "log_line_prefix=%m [%p] ");
    }

    private void startNewLogWhenFull() throws IOException {
      if (Files.exists(logFile) && Files.size(logFile) > MAX_LOG_BYTES) {
        Files.move(
            logFile,
            logFile.resolveSibling(logFile.getFileName() + ".1"),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }

    private void awaitReady(Process process) throws IOException {
      long deadline = System.nanoTime() + START_LIMIT.toNanos();
      while (!isReady(process)) {
        if (!process.isAlive()) {
          throw new IOException(
              "it ended with status %d\n%s".formatted(process.exitValue(), logTail()));
        }
        if (System.nanoTime() > deadline) {
          process.destroyForcibly();
          throw new IOException("it takes no connections after " + START_LIMIT + "\n" + logTail());
        }
        pause();
      }
    }

    private boolean isReady(Process process) {
      Optional<PostmasterPid> found = PostmasterPid.read(cluster.files());
      return found.filter(file -> file.pid() == process.pid() && file.isReady()).isPresent();
    }

    private static void pause() throws IOException {
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while PostgreSQL starts", e);
      }
    }

    private String logTail() throws IOException {
      List<String> lines = Files.readAllLines(logFile);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    }
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  void awaitExit() {
    process.onExit().join();
  }

  /**
   * A fast shutdown: ends the sessions, writes a checkpoint; by force where that takes too long.
   */
  void stop(Duration limit) {
    Signals.send("INT", process.toHandle());
    try {
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Signals.send("QUIT", process.toHandle());
  }
}
