package io.isthmus.agent.control;

import static io.isthmus.southbound.api.v1.PathState.PATH_STATE_DOWN;
import static io.isthmus.southbound.api.v1.PathState.PATH_STATE_UP;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.probe.ProbePlan;
import io.isthmus.agent.probe.ProbeSettings;
import io.isthmus.agent.probe.ProbeSettings.ClockClaim;
import io.isthmus.agent.probe.Prober;
import io.isthmus.agent.testbed.Edge;
import io.isthmus.agent.testbed.Testbed;
import io.isthmus.agent.wireguard.Implementation;
import io.isthmus.southbound.api.v1.ConfigResource;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.EdgeNotice;
import io.isthmus.southbound.api.v1.Hello;
import io.isthmus.southbound.api.v1.Measurements;
import io.isthmus.southbound.api.v1.Path;
import io.isthmus.southbound.api.v1.PathState;
import io.isthmus.southbound.api.v1.PathWindow;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes up the stream, with real probes to a far edge. */
class TelemetryIT {
  private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"");

  private static final int HEARTBEAT_MILLIS = 500;
  private static final InetSocketAddress METRICS =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9_862);

  @TempDir private java.nio.file.Path state;
  private Testbed testbed;
  private Prober far;
  private ScriptedController controller;
  private RunningAgent agent;

  @BeforeEach
  void start() throws Exception {
    testbed = new Testbed(2);
    Reporter unheard = new Reporter(new Backlog(() -> {}));
    far =
        testbed
            .edge2()
            .call(() ->
                Prober.start(
                    ProbeSettings.DEFAULT, unheard, RandomGenerator.getDefault(), Log::warn));
    far.measure(answering());
    Edge edge = testbed.edge1();
    controller = edge.call(() -> new ScriptedController(0));
    controller.admit(state);
    agent =
        RunningAgent.start(
            edge,
            state,
            new ProbeSettings(862, ClockClaim.SYNCHRONIZED),
            Implementation.Choice.AUTO,
            Optional.of(METRICS));
  }

  @AfterEach
  void stop() throws Exception {
    agent.stop();
    far.close();
    controller.stop();
    testbed.close();
  }

  private static ProbePlan answering() {
    List<ProbePlan.Link> links = new ArrayList<>();
    List<ProbePlan.Path> paths = new ArrayList<>();
    for (int wan = 0; wan < 2; wan++) {
      String subnet = wan == 0 ? "192.0.2." : "198.51.100.";
      ProbePlan.Link link =
          new ProbePlan.Link("wan" + wan, "wan" + wan, IpAddress.parse(subnet + 2), 0);
      links.add(link);
      paths.add(new ProbePlan.Path("b" + wan, "edge-1", link, IpAddress.parse(subnet + 1), 0));
    }
    return new ProbePlan(links, paths);
  }

  private List<ConfigResource> resources() {
    List<ConfigResource> resources = new ArrayList<>(testbed.mesh(1, 1));
    resources.removeIf(ConfigResource::hasPath);
    for (int wan = 0; wan < 2; wan++) {
      resources.add(
          ConfigResource.newBuilder()
              .setKey("path/edge-2/wan" + wan + "/wan" + wan)
              .setPath(
                  Path.newBuilder()
                      .setRemoteEdge("edge-2")
                      .setLocalWanLink("wan" + wan)
                      .setRemoteWanLink("wan" + wan)
                      .setRemoteAddress((wan == 0 ? "192.0.2." : "198.51.100.") + 2)
                      .setProbeIntervalMillis(50))
              .build());
    }
    return resources;
  }

  private EdgeNotice pathNotice() throws InterruptedException {
    return controller.next(m -> m.hasNotice() && m.getNotice().hasPathChanged()).getNotice();
  }

  /** Where the far edge is held up, that it is silent is told before. */
  private EdgeNotice pathNotice(PathState state) throws InterruptedException {
    EdgeNotice notice = pathNotice();
    while (notice.getPathChanged().getState() != state) {
      notice = pathNotice();
    }
    return notice;
  }

  @Test
  void windowsComeOnceASecondAndChangesAtOnce() throws Exception {
    Hello hello = controller.welcome(HEARTBEAT_MILLIS);
    assertThat(hello.getBootId()).isNotEmpty();
    controller.full(1, resources());

    EdgeNotice up = pathNotice(PATH_STATE_UP);
    pathNotice(PATH_STATE_UP);
    Measurements batch =
        controller
            .next(m -> m.hasMeasurements() && m.getMeasurements().getPathsCount() == 2)
            .getMeasurements();
    PathWindow window =
        controller
            .next(m ->
                m.hasMeasurements()
                    && m.getMeasurements().getPathsCount() > 0
                    && m.getMeasurements().getPaths(0).getSent() > 10)
            .getMeasurements()
            .getPaths(0);

    assertThat(batch.getDroppedWindows()).isZero();
    assertThat(window.getSent()).isLessThanOrEqualTo(40);
    assertThat(window.getState()).isEqualTo(PATH_STATE_UP);
    assertThat(window.getRtt().getSketch()).isNotEmpty();
    assertThat(window.hasForward()).isFalse();
    // Measurements do not stand in for heartbeats.
    assertThat(controller.next(EdgeMessage::hasHeartbeat).getHeartbeat().getAgentRssBytes())
        .isPositive();

    testbed.underlay1().sh("ip link set p2 nomaster");
    EdgeNotice down = pathNotice(PATH_STATE_DOWN);
    assertThat(down.getPathChanged().getPathKey()).isEqualTo("path/edge-2/wan0/wan0");
    assertThat(down.getPathChanged().getDetectionMicros()).isBetween(150_000L, 5_000_000L);
    assertThat(down.getSequence()).isGreaterThan(up.getSequence());
    assertThat(metrics())
        .contains("isthmus_edge_path_state{path=\"path/edge-2/wan0/wan0\",state=\"down\"} 1")
        .contains("isthmus_edge_path_rtt_seconds{path=\"path/edge-2/wan1/wan1\",quantile=\"0.5\"}")
        .contains("isthmus_edge_config_revision 1")
        .contains("isthmus_edge_controller_connected 1");
    assertThat(exposed(metrics())).isEqualTo(documented());
  }

  /** Names, with type and labels as a row of docs/metrics.md has them. */
  private static Map<String, String> exposed(String text) {
    Map<String, String> types = new TreeMap<>();
    Map<String, Set<String>> labels = new TreeMap<>();
    text.lines()
        .forEach(line -> {
          String[] words = line.split("[ {]");
          if (line.startsWith("# TYPE ")) {
            types.put(words[2], words[3]);
          } else if (!line.startsWith("#")) {
            Set<String> names = labels.computeIfAbsent(words[0], name -> new TreeSet<>());
            Matcher label = LABEL.matcher(line);
            while (label.find()) {
              names.add(label.group(1));
            }
          }
        });
    types.replaceAll((name, type) -> type + " " + labels.get(name));
    return types;
  }

  private static Map<String, String> documented() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    for (String line : Files.readAllLines(java.nio.file.Path.of("..", "docs", "metrics.md"))) {
      if (line.startsWith("| `isthmus_edge_")) {
        String[] cells = line.replace("`", "").split("\\|");
        Set<String> labels = new TreeSet<>(List.of(cells[3].strip().split(", *")));
        labels.remove("");
        rows.put(cells[1].strip(), cells[2].strip() + " " + labels);
      }
    }
    return rows;
  }

  private String metrics() {
    return testbed
        .edge1()
        .call(() -> {
          try (InputStream stream =
              URI.create("http://127.0.0.1:9862/metrics").toURL().openStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          }
        });
  }

  @Test
  void whatIsNotAcknowledgedIsToldAgainAndNothingIsLostInBetween() throws Exception {
    String boot = controller.welcome(HEARTBEAT_MILLIS).getBootId();
    controller.full(1, resources());
    EdgeNotice first = pathNotice();
    EdgeNotice second = pathNotice();
    controller.next(EdgeMessage::hasMeasurements);

    controller.abort();
    testbed.underlay1().sh("ip link set p2 nomaster");
    Hello again = controller.welcome(HEARTBEAT_MILLIS);
    assertThat(again.getBootId()).isEqualTo(boot);
    assertThat(pathNotice()).isEqualTo(first);
    assertThat(pathNotice()).isEqualTo(second);
    EdgeNotice third = pathNotice(PATH_STATE_DOWN);

    controller.acknowledge(third.getSequence() - 1);
    controller.next(EdgeMessage::hasMeasurements);
    controller.abort();
    controller.welcome(HEARTBEAT_MILLIS);
    assertThat(pathNotice()).isEqualTo(third);
  }
}
