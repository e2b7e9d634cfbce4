package io.isthmus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.lab.up.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lab that was killed while it came up. */
class HalfWayIT {
  private static final LabCli CLI = new LabCli("isthmus-half");

  @BeforeEach
  void needsRoot() throws IOException {
    LabCli.assumeRoot();
  }

  @AfterEach
  void down() throws Exception {
    CLI.run("down");
  }

  @Test
  void downRemovesTheWiresOfAnUpThatWasKilled(@TempDir Path directory) throws Exception {
    killUpWhen(directory, () -> !CLI.lab().name().namespaces().isEmpty());

    assertDownLeavesNothing();
  }

  @Test
  void downEndsTheProcessesOfAnUpThatWasKilled(@TempDir Path directory) throws Exception {
    killUpWhen(directory, () -> CLI.lab().processes().mains().size() >= 3);
    // PostgreSQL comes up while nobody is left to tell of it.
    Waiting.pause(Duration.ofSeconds(3));

    assertDownLeavesNothing();
  }

  private static void killUpWhen(Path directory, BooleanSupplier moment) throws IOException {
    Process up = CLI.start(directory.resolve("out"), directory.resolve("err"), "up", "--port", "0");
    try {
      Waiting.until(
          Duration.ofMinutes(5),
          Duration.ofMillis(2),
          () -> moment.getAsBoolean() || !up.isAlive(),
          () -> "`up` does not begin");
      assertThat(up.isAlive()).as(Files.readString(directory.resolve("err"))).isTrue();
    } finally {
      up.destroyForcibly().onExit().join();
    }
  }

  private static void assertDownLeavesNothing() throws Exception {
    LabCli.Result result = CLI.run("down");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("removed namespace");
    assertThat(CLI.remains()).isEmpty();
  }
}
