package io.isthmus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.lab.rest.ControllerApi;
import io.isthmus.lab.up.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A lab on a PostgreSQL that is not the controller's own, of the version that Debian has: dumped
 * while it is used, and restored, with the commands of {@code docs/howto/backup.md}.
 */
class OwnDatabaseIT {
  private static final Path CLUSTERS = Path.of("/usr/bin/pg_virtualenv");
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final String DATABASE = "isthmus";

  /** What tells clients of PostgreSQL where the cluster is. */
  private static final Map<String, String> ENVIRONMENT = new TreeMap<>();

  private static final LabCli CLI = new LabCli("isthmus-owndb");
  private static Process cluster;

  /** The cluster goes when its standard input ends, with this process at the latest. */
  @BeforeAll
  static void bringUp() throws IOException, InterruptedException {
    LabCli.assumeRoot();
    Assumptions.assumeTrue(Files.isExecutable(CLUSTERS), "Debian's postgresql is not installed");
    ProcessBuilder builder =
        new ProcessBuilder(
                CLUSTERS.toString(),
                "-t",
                "sh",
                "-c",
                "env | grep ^PG; echo ready; exec cat >/dev/null")
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    // Of which the databases take their encoding.
    builder.environment().put("LC_ALL", "C.UTF-8");
    cluster = builder.start();
    BufferedReader said = cluster.inputReader(StandardCharsets.UTF_8);
    for (String line = said.readLine(); !"ready".equals(line); line = said.readLine()) {
      assertThat(line).as("the cluster's environment").isNotNull();
      if (line.startsWith("PG")) {
        ENVIRONMENT.put(line.split("=", 2)[0], line.split("=", 2)[1]);
      }
    }
    String url = "jdbc:postgresql://localhost:%s/%s".formatted(ENVIRONMENT.get("PGPORT"), DATABASE);
    CLI.setVariable("SPRING_DATASOURCE_URL", url);
    CLI.setVariable("SPRING_DATASOURCE_USERNAME", ENVIRONMENT.get("PGUSER"));
    CLI.setVariable("SPRING_DATASOURCE_PASSWORD", ENVIRONMENT.get("PGPASSWORD"));
    run("createdb", DATABASE);
    up();
  }

  @AfterAll
  static void takeDown() throws IOException, InterruptedException {
    if (cluster == null) {
      return;
    }
    CLI.run("down");
    cluster.getOutputStream().close();
    assertThat(cluster.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(CLI.remains()).isEmpty();
  }

  @Test
  void aDumpBringsTheNetworkBackAndEveryEdgeWithIt(@TempDir Path directory) throws Exception {
    String dump = directory.resolve("isthmus.dump").toString();
    List<JsonNode> before = intent();
    run("pg_dump", "-Fc", "-f", dump, DATABASE);
    ControllerApi.require(
        api()
            .put(
                "/applications/mistake",
                JsonMapper.shared()
                    .readTree(
                        "{\"trafficClass\": \"bulk\", \"matches\": [{\"protocol\": \"tcp\"}]}")));
    assertThat(intent()).isNotEqualTo(before);

    ProcessHandle controller = CLI.process("controller");
    controller.destroy();
    controller.onExit().join();
    run("dropdb", DATABASE);
    run("createdb", DATABASE);
    run("pg_restore", "--no-owner", "--exit-on-error", "-d", DATABASE, dump);
    up();

    assertThat(intent()).isEqualTo(before);
    Waiting.until(
        LIMIT,
        LOOK,
        () -> api().list("/edges").stream().allMatch(OwnDatabaseIT::carriesWhatIsDeclared),
        () -> "not every edge is back: " + api().list("/edges"));
  }

  private static List<JsonNode> intent() {
    return List.of("/sites", "/edges", "/overlays", "/traffic-classes", "/applications").stream()
        .flatMap(kind -> api().list(kind).stream())
        .toList();
  }

  private static boolean carriesWhatIsDeclared(JsonNode edge) {
    JsonNode status = api().get("/edges/" + edge.path("name").asString() + "/status").body();
    return status.path("connection").asString().equals("CONNECTED")
        && status.path("configState").asString().equals("IN_SYNC");
  }

  private static ControllerApi api() {
    return CLI.lab().controller();
  }

  private static void up() throws IOException, InterruptedException {
    LabCli.Result result = CLI.run("up", "--port", "0", "--wan", "direct");
    assertThat(result.exitCode()).as(result.err()).isZero();
  }

  private static void run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(ENVIRONMENT);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", List.of(command), said).isZero();
  }
}
