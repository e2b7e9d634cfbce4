package io.isthmus.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.cli.ExitCode;
import io.isthmus.cli.Invocation;
import io.isthmus.cli.IsthmusCommand;
import io.isthmus.cli.kind.Kind;
import io.isthmus.cli.kind.Kind.Trait;
import io.isthmus.cli.kind.Kinds;
import io.isthmus.cli.show.Documents;
import io.isthmus.cli.show.Terminal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each command of the command line, in each form of its output, against a controller. */
class CliIT extends AgainstController {
  private static final String NOTHING = "trafficClasses: []";

  private String out = "";
  private String err = "";

  @Test
  void changesAreFollowedToTheEdges() throws Exception {
    declare("cli-changes");
    String app =
        "{name: crm, trafficClass: voice, matches: [{protocol: tcp, destinationPorts: ['443']}]}";

    assertThat(run("cli-changes", "applications: [%s]".formatted(app), "plan", "-f", "-"))
        .isEqualTo(ExitCode.CHANGES);
    assertThat(out).contains("+ applications/crm", "1 new, 0 different, 0 gone", "nice,paris");
    assertThat(run("cli-changes", NOTHING, "plan", "-f", "-")).isEqualTo(ExitCode.DONE);
    assertThat(run("cli-changes", Networks.TWO_SITES, "apply", "-f", "-", "--replace"))
        .isEqualTo(ExitCode.DONE);

    try (FakeEdge nice = join("cli-changes", "nice");
        FakeEdge paris = join("cli-changes", "paris")) {
      assertThat(run("cli-changes", "applications: [%s]".formatted(app), "apply", "-f", "-"))
          .as(err)
          .isEqualTo(ExitCode.DONE);
      assertThat(err).contains("nice: done", "paris: done");

      paris.refuse("no room on the disk");
      String other = app.replace("443", "8443");
      assertThat(
              run(
                  "cli-changes",
                  "applications: [%s]".formatted(other),
                  "apply",
                  "-f",
                  "-",
                  "-o",
                  "json"))
          .isEqualTo(ExitCode.EDGE_REFUSED);
      assertThat(err).contains("paris: failed", "no room on the disk");
      assertThat(json().at("/operation/state").asString()).isEqualTo("FAILED");
      paris.agree();

      assertThat(run("cli-changes", "", "delete", "app", "crm", "--yes")).isEqualTo(ExitCode.DONE);
      assertThat(out).contains("applications/crm deleted");
      assertThat(nice).isNotNull();
    }
    assertThat(
            run(
                "cli-changes",
                Networks.TWO_SITES.replace("PREFERRED", "BEST_QUALITY"),
                "apply",
                "-f",
                "-",
                "--timeout",
                "1s"))
        .isEqualTo(ExitCode.TIME_UP);
    assertThat(out).contains("steering.strategy: \"PREFERRED\" -> \"BEST_QUALITY\"");
    assertThat(err).contains("not answered yet: nice, paris");
  }

  @Test
  void eachKindIsShownInEachForm() throws Exception {
    declare("cli-kinds");
    for (Kind kind : Kinds.ALL) {
      assertThat(get(kind, "table")).as(kind.name() + err).isEqualTo(ExitCode.DONE);
      get(kind, "wide");
      get(kind, "json");
      JsonNode asJson = json();
      get(kind, "yaml");
      JsonNode asYaml = Documents.readYaml(out);
      assertThat(asJson.path("items").isArray()).as(kind.name()).isTrue();
      assertThat(asYaml.path("items").size())
          .as(kind.name())
          .isEqualTo(asJson.path("items").size());
    }
    run("cli-kinds", "", "get", "edges", "-o", "name");
    assertThat(out.lines()).containsExactly("nice", "paris");
    run("cli-kinds", "", "get", "edges");
    assertThat(out.lines().skip(1)).allSatisfy(line -> assertThat(line).contains("DISCONNECTED"));
    run("cli-kinds", "", "get", "overlay", "on-1", "-o", "yaml");
    assertThat(Documents.readYaml(out).path("name").asString()).isEqualTo("on-1");
    run(
        "cli-kinds",
        "",
        "get",
        "tunnels",
        "--overlay",
        "on-2",
        "--edge",
        "nice",
        "-w",
        "--times",
        "2",
        "--every",
        "1s");
    assertThat(out.lines().filter(line -> line.startsWith("on-2")).count()).isEqualTo(2);
  }

  /**
   * What is an edge's is asked for with its edge, what was measured with what it was measured of.
   */
  private ExitCode get(Kind kind, String form) throws IOException {
    List<String> words =
        kind.has(Trait.OF_AN_EDGE)
            ? List.of("nice")
            : kind.has(Trait.SERIES) ? List.of("--class", "voice") : List.of();
    return run(
        "cli-kinds",
        "",
        Stream.of(List.of("get", kind.name()), words, List.of("-o", form))
            .flatMap(List::stream)
            .toArray(String[]::new));
  }

  @Test
  void partsOfAnEdgeAreShownAndRemoved() throws Exception {
    declare("cli-parts");

    run("cli-parts", "", "get", "wan-links", "nice");
    assertThat(out.lines().map(line -> line.split(" ")[0]))
        .containsExactly("NAME", "internet", "mpls");
    run("cli-parts", "", "get", "lan-segment", "nice", "lan", "-o", "json");
    assertThat(json().at("/prefixes/0").asString()).isEqualTo("10.2.0.0/24");
    assertThat(json().path("revision").isNumber()).isTrue();
    assertThat(run("cli-parts", "", "delete", "wan-link", "nice", "mpls", "--yes", "--no-wait"))
        .as(err)
        .isEqualTo(ExitCode.DONE);
    assertThat(out).contains("edges/nice/wan-links/mpls deleted");
    run("cli-parts", "", "get", "wan-links", "nice", "-o", "name");
    assertThat(out.lines()).containsExactly("internet");
    assertThat(run("cli-parts", "", "get", "wan-links")).isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("wan-links are an edge's");
    assertThat(run("cli-parts", "", "get", "measurements")).isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("--overlay or --class");
  }

  @Test
  void refusalsAreExplained() throws Exception {
    declare("cli-refusals");

    assertThat(run("cli-refusals", "", "get", "edge", "nobody")).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("404 NOT_FOUND", "nobody");
    assertThat(
            run(
                "cli-refusals",
                "applications: [{name: x, trafficClass: ghost, matches: [{}]}]",
                "plan",
                "-f",
                "-"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("at /applications/0", "ghost");
    assertThat(run("cli-refusals", "", "delete", "site", "nice")).isEqualTo(ExitCode.USAGE);
    assertThat(run("cli-refusals", "", "delete", "site", "nice", "-y")).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("409 IN_USE");
    assertThat(run("no-such-tenant", "", "get", "sites")).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void aClassIsMovedAndItIsSaidWhy() throws Exception {
    declare("cli-moves");

    assertThat(
            run(
                "cli-moves",
                "",
                "reroute",
                "voice",
                "--to",
                "on-2=3",
                "--to",
                "on-1",
                "--from",
                "nice",
                "--dest",
                "paris",
                "--pin",
                "--for",
                "15m",
                "--reason",
                "works",
                "--no-wait",
                "-o",
                "name"))
        .as(err)
        .isEqualTo(ExitCode.DONE);
    String decision = out.strip();
    run("cli-moves", "", "why", "voice", "--from", "nice");
    assertThat(out)
        .contains("voice from nice to paris", "held on on-2,on-1", "works", "on-1", "UNKNOWN");
    run("cli-moves", "", "why", "voice", "-o", "json");
    assertThat(json().at("/items/0/requested/0/id").asString()).isEqualTo(decision);
    run(
        "cli-moves",
        "",
        "watch",
        "--after",
        "0",
        "--type",
        "class.rerouted",
        "--count",
        "1",
        "--timeout",
        "20s",
        "-o",
        "json");
    assertThat(json().at("/data/trafficClass").asString()).isEqualTo("voice");
    assertThat(run("cli-moves", "", "watch", "--type", "never", "--count", "1", "--timeout", "1s"))
        .isEqualTo(ExitCode.TIME_UP);
    assertThat(run("cli-moves", "", "delete", "decision", decision, "-y", "--no-wait"))
        .isEqualTo(ExitCode.DONE);
    assertThat(run("cli-moves", "", "why", "nothing")).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void bashCompletesKindsAndCommands(@TempDir Path directory) throws Exception {
    run("default", "", "completion", "bash");
    Path script = Files.writeString(directory.resolve("completion"), out);

    assertThat(completed(script, "isthmus", "ge")).containsExactly("get");
    assertThat(completed(script, "isthmus", "get", "traf")).containsExactly("traffic-classes");
    assertThat(completed(script, "isthmus", "reroute", "--rea")).containsExactly("--reason");
    assertThat(completed(script, "isthmus", "la")).containsExactly("lab");
  }

  private static List<String> completed(Path script, String... words)
      throws IOException, InterruptedException {
    String program =
        "source %s; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_isthmus; printf '%%s\\n' \"${COMPREPLY[@]}\""
            .formatted(script, String.join(" ", words), words.length - 1);
    Process bash =
        new ProcessBuilder("bash", "-c", program).redirectError(Redirect.DISCARD).start();
    List<String> lines =
        new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .toList();
    bash.waitFor();
    return lines;
  }

  private JsonNode json() {
    return JsonMapper.shared().readTree(out);
  }

  private ExitCode run(String tenant, String input, String... arguments) throws IOException {
    Map<String, String> environment =
        Map.of(
            "ISTHMUS_URL",
            url(),
            "ISTHMUS_TOKEN",
            token(),
            "ISTHMUS_TENANT",
            tenant,
            "ISTHMUS_CONFIG",
            "target/it/no-contexts.yaml");
    StringWriter written = new StringWriter();
    StringWriter told = new StringWriter();
    CommandLine commandLine =
        IsthmusCommand.commandLine(
            new Invocation(
                environment,
                new Nobody(),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8))));
    commandLine.setOut(new PrintWriter(written, true));
    commandLine.setErr(new PrintWriter(told, true));
    int status = commandLine.execute(arguments);
    out = written.toString();
    err = told.toString();
    return ExitCode.values()[status];
  }

  /** No terminal. */
  private static final class Nobody implements Terminal {
    @Override
    public boolean isInteractive() {
      return false;
    }

    @Override
    public boolean hasColours() {
      return false;
    }

    @Override
    public boolean confirms(String question) {
      return false;
    }
  }
}
