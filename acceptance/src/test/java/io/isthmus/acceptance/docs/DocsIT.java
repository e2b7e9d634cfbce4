package io.isthmus.acceptance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.lab.Lab;
import io.isthmus.lab.network.LabName;
import io.isthmus.lab.rest.ControllerApi;
import io.isthmus.lab.up.Waiting;
import io.isthmus.lab.wan.WanSelection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/**
 * Follows the documentation: every command of every page, in order, on one lab. What is left out,
 * and why, {@link DocsTest} checks. {@code -Ddocs=tutorial} follows only pages with such a name (a
 * regular expression), {@code -Ddocs.lab=keep} leaves the lab up for the next time, and {@code
 * -Ddocs.name=other} gives it another name, beside one that runs at the same time.
 */
class DocsIT {
  private static final String NAME = System.getProperty("docs.name", "isthmus-docs");
  private static final Duration APPEARS = Duration.ofSeconds(60);
  private static final boolean KEEP = System.getProperty("docs.lab", "").equals("keep");
  private static final List<Sandbox> SANDBOX = new ArrayList<>();

  @BeforeAll
  static void bringUp() throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")),
        "only root can make network namespaces");
    for (String tool : List.of("curl", "jq")) {
      Assumptions.assumeTrue(
          new ProcessBuilder("sh", "-c", "command -v " + tool).start().waitFor() == 0,
          tool + " is not installed");
    }
    Path directory = Path.of("target", "docs");
    if (!KEEP) {
      down(directory.resolve(".lab"));
    }
    Sandbox sandbox = new Sandbox(Pages.HOME, directory, NAME);
    SANDBOX.add(sandbox);
    run(sandbox, "./isthmus", "lab", "up");
  }

  @AfterAll
  static void takeDown() throws IOException, InterruptedException {
    for (Sandbox sandbox : SANDBOX) {
      if (KEEP) {
        return;
      }
      down(sandbox.labState());
      assertThat(new LabName(NAME).namespaces()).isEmpty();
    }
  }

  @TestFactory
  Stream<DynamicNode> pages() throws IOException {
    String only = System.getProperty("docs", "");
    return Pages.all().stream()
        .filter(Page::runsCommands)
        .filter(page -> page.name().matches(".*(" + only + ").*"))
        .map(page -> DynamicContainer.dynamicContainer(page.name(), steps(page)));
  }

  private static Stream<DynamicNode> steps(Page page) {
    Reading reading = new Reading(page, SANDBOX.getFirst());
    List<DynamicNode> steps = new ArrayList<>();
    for (Block block : page.blocks()) {
      if (reading.concerns(block)) {
        steps.add(
            DynamicTest.dynamicTest(
                "%s:%d".formatted(page.name(), block.line()), () -> reading.follow(block)));
      }
    }
    steps.add(
        DynamicTest.dynamicTest(
            page.name() + ": the lab is as before",
            () -> {
              reading.close();
              reset();
            }));
    return steps.stream();
  }

  /** Each page begins with the lab as it is declared. */
  private static void reset() throws IOException {
    Lab lab = new Lab(new LabName(NAME), SANDBOX.getFirst().labState());
    lab.wan().clear(WanSelection.all());
    ControllerApi api = lab.controller();
    Waiting.until(APPEARS, Duration.ofMillis(200), api::isReady, () -> "no controller answers");
    for (JsonNode decision : api.list("/steering-decisions?active=true")) {
      if (decision.path("decidedBy").asString().equals("ORCHESTRATOR")) {
        ControllerApi.require(api.delete("/steering-decisions/" + decision.path("id").asString()));
      }
    }
    for (JsonNode webhook : api.list("/webhooks")) {
      ControllerApi.require(api.delete("/webhooks/" + webhook.path("name").asString()));
    }
    ControllerApi.require(api.submitYaml("/intent:apply", Files.readString(lab.intentFile())));
  }

  private static void down(Path state) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Pages.HOME.resolve("isthmus").toString(),
            "lab",
            "down",
            "--name",
            NAME,
            "--state-dir",
            state.toAbsolutePath().toString());
    finish(builder);
  }

  private static void run(Sandbox sandbox, String... command)
      throws IOException, InterruptedException {
    finish(sandbox.process(command));
  }

  private static void finish(ProcessBuilder builder) throws IOException, InterruptedException {
    Path log = Files.createTempFile("docs", ".log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    Files.delete(log);
  }
}
