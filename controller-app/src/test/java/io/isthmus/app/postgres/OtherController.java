package io.isthmus.app.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A second process with an embedded PostgreSQL of its own, to be killed. It writes one committed
 * row and then says "serving" and the server's process id.
 */
final class OtherController implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;

  private OtherController(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  static OtherController over(Path dataDir, Path cacheDir, String row) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            OtherController.class.getName(),
            dataDir.toString(),
            cacheDir.toString(),
            row);
    return new OtherController(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** Runs in the other process. */
  public static void main(String[] args) throws Exception {
    EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(args[0]), Path.of(args[1]));
    try (Connection connection =
            DriverManager.getConnection(
                postgres.jdbcUrl(), postgres.username(), postgres.password());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS kept (what text)");
      statement.execute("INSERT INTO kept VALUES ('" + args[2] + "')");
    }
    System.out.println("serving " + postgres.serverPid());
    Thread.sleep(TimeUnit.MINUTES.toMillis(2));
  }

  /** Waits until the row is committed. */
  ProcessHandle awaitServer() throws IOException {
    StringBuilder seen = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("serving ")) {
        return ProcessHandle.of(Long.parseLong(line.substring(8))).orElseThrow();
      }
      seen.append(line).append('\n');
    }
    throw new IllegalStateException("the other controller ended:\n" + seen);
  }

  String awaitEnd() throws IOException, InterruptedException {
    String rest = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return rest;
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
