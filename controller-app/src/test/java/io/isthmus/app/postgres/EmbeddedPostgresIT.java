package io.isthmus.app.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real server over real directories: what an operator's accidents must not lose. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EmbeddedPostgresIT {

  @TempDir Path dataDir;

  /** Shared, as between controllers on one machine. */
  @TempDir static Path cacheDir;

  @Test
  void dataSurvivesARestart() throws Exception {
    try (EmbeddedPostgres first = start()) {
      keep(first, "written before");
    }

    try (EmbeddedPostgres second = start()) {
      assertThat(kept(second)).containsExactly("written before");
    }
  }

  @Test
  void committedDataSurvivesTheKillingOfTheController() throws Exception {
    ProcessHandle leftover;
    try (OtherController other = OtherController.over(dataDir, cacheDir, "committed")) {
      leftover = other.awaitServer();
      other.kill();
    }
    assertThat(leftover.isAlive()).isTrue();

    try (EmbeddedPostgres next = start()) {
      assertThat(kept(next)).containsExactly("committed");
      assertThat(leftover.isAlive()).isFalse();
    }
  }

  @Test
  void committedDataSurvivesTheKillingOfControllerAndServer() throws Exception {
    try (OtherController other = OtherController.over(dataDir, cacheDir, "committed")) {
      ProcessHandle server = other.awaitServer();
      other.kill();
      server.destroyForcibly();
      server.onExit().join();
    }

    try (EmbeddedPostgres next = start()) {
      assertThat(kept(next)).containsExactly("committed");
    }
  }

  @Test
  void aKilledServerComesBackOnItsPort() throws Exception {
    try (EmbeddedPostgres postgres = start()) {
      keep(postgres, "committed");
      long killed = postgres.serverPid();
      String url = postgres.jdbcUrl();

      ProcessHandle.of(killed).orElseThrow().destroyForcibly();
      while (postgres.serverPid() == killed) {
        Thread.sleep(20);
      }

      assertThat(postgres.jdbcUrl()).isEqualTo(url);
      assertThat(kept(postgres)).containsExactly("committed");
    }
  }

  @Test
  void aSecondControllerInTheSameDirectoryIsRefused() throws Exception {
    try (EmbeddedPostgres first = start();
        OtherController other = OtherController.over(dataDir, cacheDir, "never")) {
      String said = other.awaitEnd();

      assertThat(said)
          .contains(
              "the data directory %s is in use by the controller with process id %d"
                  .formatted(dataDir.toRealPath(), ProcessHandle.current().pid()));
      assertThatExceptionOfType(StorageException.class)
          .isThrownBy(this::start)
          .withMessageContaining("is in use by the controller with process id")
          .satisfies(refusal -> assertThat(refusal.mend()).contains("--isthmus.data-dir="));
      keep(first, "still serving");
    }
  }

  @Test
  void aStaleNoteThatNamesAnotherProcessIsNoHindrance() throws Exception {
    start().close();
    long stranger = ProcessHandle.current().parent().orElseThrow().pid();
    Files.writeString(
        dataDir.resolve("postgres/postmaster.pid"),
        "%d%n%s%n1%n5432%n%n127.0.0.1%n%nready%n".formatted(stranger, dataDir.resolve("postgres")));

    try (EmbeddedPostgres postgres = start()) {
      keep(postgres, "written");
    }

    assertThat(ProcessHandle.of(stranger)).isPresent();
  }

  @Test
  void everyDurabilitySettingIsOn() throws Exception {
    try (EmbeddedPostgres postgres = start();
        Connection connection = connect(postgres);
        Statement statement = connection.createStatement()) {
      for (String setting :
          List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums")) {
        try (ResultSet value = statement.executeQuery("SHOW " + setting)) {
          value.next();
          assertThat(value.getString(1)).as(setting).isEqualTo("on");
        }
      }
    }
  }

  @Test
  void onlyWhoKnowsThePasswordGetsIn() throws Exception {
    try (EmbeddedPostgres postgres = start()) {
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(
              () -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), "guess"))
          .withMessageContaining("password authentication failed");
      assertThat(Files.getPosixFilePermissions(dataDir.resolve("postgres.password")))
          .containsExactlyInAnyOrder(
              PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }
  }

  @Test
  void controllersThatStartTogetherShareTheBinaries(@TempDir Path other, @TempDir Path newCache)
      throws Exception {
    CompletableFuture<EmbeddedPostgres> first =
        CompletableFuture.supplyAsync(() -> EmbeddedPostgres.start(dataDir, newCache));
    CompletableFuture<EmbeddedPostgres> second =
        CompletableFuture.supplyAsync(() -> EmbeddedPostgres.start(other, newCache));

    first.get().close();
    second.get().close();

    try (var unpacked = Files.list(newCache)) {
      assertThat(unpacked).hasSize(1);
    }
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(dataDir, cacheDir);
  }

  private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
    return DriverManager.getConnection(
        postgres.jdbcUrl(), postgres.username(), postgres.password());
  }

  private static void keep(EmbeddedPostgres postgres, String what) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS kept (what text)");
      statement.execute("INSERT INTO kept VALUES ('" + what + "')");
    }
  }

  private static List<String> kept(EmbeddedPostgres postgres) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT what FROM kept")) {
      List<String> kept = new ArrayList<>();
      while (rows.next()) {
        kept.add(rows.getString(1));
      }
      return kept;
    }
  }
}
