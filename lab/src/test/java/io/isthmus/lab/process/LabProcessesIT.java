package io.isthmus.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.lab.network.LabName;
import io.isthmus.lab.up.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabProcessesIT {
  private static final LabName LAB = new LabName("isthmus-ptest");
  @TempDir private Path directory;
  private LabProcesses processes;

  @BeforeEach
  void create() {
    processes = new LabProcesses(LAB, directory);
  }

  @AfterEach
  void killAll() {
    processes.all().forEach(LabProcess::kill);
  }

  @Test
  void aProcessIsFoundByItsRoleAndItsChildrenAreNotTakenForIt() {
    LabProcess started = start("parent", "sleep 60 & wait");
    await(2);

    assertThat(processes.find("parent")).map(LabProcess::pid).hasValue(started.pid());
    assertThat(processes.mains()).hasSize(1);
    assertThat(processes.find("other")).isEmpty();
  }

  @Test
  void aChildThatOutlivesItsParentIsStillOfTheLabButNotTheParent() {
    LabProcess started = start("parent", "sleep 60 & wait");
    await(2);

    started.kill();

    assertThat(processes.find("parent")).isEmpty();
    assertThat(processes.all()).hasSize(1);
  }

  @Test
  void lastWordsAreTheEndOfTheLog() {
    start("speaker", "echo one; echo two; echo three");

    Waiting.until(
        Duration.ofSeconds(30),
        Duration.ofMillis(10),
        () -> processes.lastWords("speaker", 2).equals("two\nthree"),
        () -> processes.lastWords("speaker", 9));
  }

  private LabProcess start(String role, String script) {
    return processes.start(role, Optional.empty(), List.of("sh", "-c", script));
  }

  private void await(int count) {
    Waiting.until(
        Duration.ofSeconds(30),
        Duration.ofMillis(10),
        () -> processes.all().size() == count,
        () -> "not %d processes but %s".formatted(count, processes.all()));
  }
}
