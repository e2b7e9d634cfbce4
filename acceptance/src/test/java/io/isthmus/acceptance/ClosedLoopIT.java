package io.isthmus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.lab.Lab;
import io.isthmus.lab.flow.ManyFlows;
import io.isthmus.lab.incident.Impact;
import io.isthmus.lab.incident.Incident;
import io.isthmus.lab.incident.Incident.Course;
import io.isthmus.lab.incident.Stage;
import io.isthmus.lab.incident.Traffic;
import io.isthmus.lab.kernel.Shell;
import io.isthmus.lab.network.LabIntent;
import io.isthmus.lab.rest.ControllerApi;
import io.isthmus.lab.up.Waiting;
import io.isthmus.lab.wan.WanSelection;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * WANs that get worse or die under traffic, in one lab. How fast the edges are is for the
 * benchmarks to say; here it counts that they do the right thing, and that it is told.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClosedLoopIT {
  private static final LabCli CLI = new LabCli("isthmus-loop");
  private static final Lab LAB = CLI.lab();
  private static final Duration TOLD_LIMIT = Duration.ofSeconds(30);
  private static final Duration SETTLE = Duration.ofSeconds(4);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration LONGEST_FLOW = Duration.ofMinutes(3);
  private static final String SOURCE = "cloud-paris";
  private static final String DESTINATION = "far-edge-van";

  /**
   * The example's class, but that it asks for loss alone and leaves some room: on a machine that
   * has more to do than it can, encryption in user space adds jitter of its own to every path.
   */
  private static final String VOICE =
      "{'steering': {'strategy': 'PREFERRED', 'overlays': ['on-1', 'on-2'], 'whenNoPath': 'DROP', 'holdDownMs': 10000}, 'sla': {'lossPct': {'enter': 5, 'exit': 2.5, 'enterWindowMs': 1000}}}";

  @BeforeAll
  static void bringUp() throws IOException, InterruptedException {
    LabCli.assumeRoot();
    CLI.run("down");

    LabCli.Result result = CLI.run("up", "--port", "0");

    assertThat(result.exitCode()).as(result.err()).isZero();
    ControllerApi.require(LAB.controller().put("/traffic-classes/voice", json(VOICE)));
    knownStage().classify(LAB.controller());
    Waiting.pause(SETTLE);
  }

  @AfterAll
  static void takeDown() throws IOException, InterruptedException {
    if (!CLI.remains().isEmpty()) {
      LabCli.Result result = CLI.run("down");

      assertThat(result.exitCode()).as(result.err()).isZero();
      assertThat(CLI.remains()).isEmpty();
    }
  }

  @Test
  @Order(1)
  void aBrownoutMovesOnlyTheClassThatItBreaks() throws Exception {
    Instant begin = Instant.now();

    Course course = incident(Impact.LOSS);

    assertThat(course.flow().moved()).as("%s", course).isTrue();
    assertThat(course.patientStayed()).as("%s", course).isTrue();
    JsonNode broken = awaitEvent("sla.broken", begin);
    assertThat(broken.path("overlay").asString()).isEqualTo(course.from().overlay());
    assertThat(broken.path("metric").asString()).isEqualTo("LOSS_PCT");
    assertThat(broken.path("value").asDouble()).isGreaterThan(broken.path("threshold").asDouble());
    JsonNode rerouted = awaitEvent("class.rerouted", begin);
    assertThat(rerouted.path("cause").asString()).isEqualTo("SLA_BROKEN");
    assertThat(rerouted.path("overlays").toString()).contains(course.to().overlay());
    awaitEvent("sla.restored", begin);
  }

  @Test
  @Order(2)
  void aBlackoutIsLeftAndToldWithItsReasons() throws Exception {
    Instant begin = Instant.now();

    Course course = incident(Impact.BLACKOUT);

    assertThat(course.flow().moved()).as("%s", course).isTrue();
    assertThat(course.flow().gapMs()).isLessThan(5_000);
    JsonNode rerouted = awaitEvent("class.rerouted", begin);
    assertThat(rerouted.path("cause").asString()).isEqualTo("PATH_DOWN");
    assertThat(rerouted.path("overlays").toString()).contains(course.to().overlay());
    assertThat(input(rerouted, course.from().overlay()).path("state").asString()).isEqualTo("DOWN");
    assertThat(input(rerouted, course.to().overlay()).path("state").asString()).isEqualTo("UP");
  }

  @Test
  @Order(3)
  void aStalledDatabaseDelaysNoRerouteAndLosesNoNotice() throws Exception {
    Instant begin = Instant.now();
    Course course;
    signalDatabase("STOP");
    try {
      course = incident(Impact.BLACKOUT);
    } finally {
      signalDatabase("CONT");
    }

    assertThat(course.flow().moved()).as("%s", course).isTrue();
    assertThat(course.flow().gapMs()).isLessThan(5_000);
    awaitEvent("class.rerouted", begin);
    Waiting.pause(SETTLE);
    assertThat(
            events("class.rerouted", begin).stream()
                .filter(event -> event.path("cause").asString().equals("PATH_DOWN"))
                .filter(event -> event.path("overlays").toString().contains(course.to().overlay())))
        .hasSize(1);
  }

  @Test
  @Order(4)
  void aRestartOfTheRemoteAgentIsTakenForNoBrokenPath() throws Exception {
    Instant begin = Instant.now();
    try (Traffic traffic = traffic()) {
      int carrier = traffic.carrier();

      kill("agent/" + DESTINATION);
      Waiting.pause(Duration.ofSeconds(3));

      assertThat(traffic.carrier()).isEqualTo(carrier);
      up();
      Waiting.pause(SETTLE);
      assertThat(events("class.rerouted", begin))
          .allMatch(event -> !event.path("cause").asString().equals("PATH_DOWN"));
    }
  }

  @Test
  @Order(5)
  void flowsAreSharedAsAskedAndOnlyThoseOfADeadOverlayMove() throws Exception {
    ControllerApi api = LAB.controller();
    ControllerApi.require(
        api.put(
            "/traffic-classes/spread",
            json(
                "{'steering': {'strategy': 'LOAD_BALANCE', 'overlays': ['on-1', 'on-2'], 'weights': {'on-1': 70, 'on-2': 30}}}")));
    ControllerApi.require(
        api.put(
            "/applications/many",
            json(
                "{'trafficClass': 'spread', 'priority': 80, 'matches': [{'protocol': 'udp', 'destinationPorts': [5020]}]}")));
    Waiting.pause(SETTLE);
    try (ManyFlows flows = manyFlows(400)) {
      flows.round();
      Waiting.pause(Duration.ofSeconds(1));
      Map<Integer, Integer> before = flows.carriers();
      assertThat(before).hasSize(400);
      int first = knownStage().rails().getFirst().vni();
      assertThat(before.values().stream().filter(vni -> vni == first).count())
          .isBetween(100L, 380L);

      LAB.wan().change(WanSelection.wan("mpls"), Impact.BLACKOUT::describe);
      Waiting.pause(Duration.ofSeconds(3));
      flows.round();
      Waiting.pause(Duration.ofSeconds(1));

      assertThat(flows.carriers().values()).containsOnly(first);
    } finally {
      LAB.wan().clear(WanSelection.all());
    }
  }

  @Test
  @Order(6)
  void aBlackoutIsLeftWithoutAControllerAndToldLater() throws Exception {
    Waiting.pause(SETTLE);
    Instant begin = Instant.now();
    kill("controller");

    Course course = incident(Impact.BLACKOUT);

    assertThat(course.flow().moved()).as("%s", course).isTrue();
    assertThat(course.flow().gapMs()).isLessThan(5_000);
    up();
    JsonNode rerouted = awaitEvent("class.rerouted", begin);
    assertThat(rerouted.path("cause").asString()).isEqualTo("PATH_DOWN");
  }

  @Test
  @Order(7)
  void aDeadEmulatorIsReportedAndReplaced() throws Exception {
    kill("wan");

    LabCli.Result status = CLI.run("status", "--json");

    assertThat(status.exitCode()).isEqualTo(1);
    assertThat(JsonMapper.shared().readTree(status.out()).path("emulator").asString())
        .isEqualTo("DEAD");
    up();
    assertThat(LAB.wan().isThere()).isTrue();
  }

  private static Stage stage() {
    return Stage.find(LabIntent.read(LAB.intentFile()), LAB.controller(), "voice", "updates");
  }

  /** Found before a test takes the controller away. */
  private static final List<Stage> KNOWN = new ArrayList<>();

  private static Stage knownStage() {
    if (KNOWN.isEmpty()) {
      KNOWN.add(stage());
    }
    return KNOWN.getFirst();
  }

  private static Traffic traffic() throws IOException {
    return new Traffic(LAB.name(), knownStage(), LONGEST_FLOW).start();
  }

  /** Leaves the WANs whole. */
  private static Course incident(Impact impact) throws IOException {
    try (Traffic traffic = traffic()) {
      Waiting.pause(Duration.ofSeconds(2));
      Incident incident = new Incident(knownStage(), traffic, LAB.wan());
      try {
        return incident.begin(impact);
      } finally {
        LAB.wan().clear(WanSelection.all());
        Waiting.pause(SETTLE);
      }
    }
  }

  private static ManyFlows manyFlows(int count) throws IOException {
    Stage stage = knownStage();
    return new ManyFlows(
            LAB.name().host(SOURCE),
            LAB.name().host(DESTINATION),
            stage.address(),
            5020,
            count,
            1_000,
            LAB.name().edge(SOURCE))
        .start();
  }

  private static void up() throws IOException, InterruptedException {
    LabCli.Result result = CLI.run("up", "--port", Integer.toString(LAB.load().restPort()));
    assertThat(result.exitCode()).as(result.err()).isZero();
  }

  private static void kill(String role) {
    ProcessHandle process = CLI.process(role);
    process.destroyForcibly();
    process.onExit().join();
  }

  private static void signalDatabase(String signal) {
    for (ProcessHandle process : LAB.processes().workingIn(LAB.controllerData())) {
      Shell.run("kill", "-" + signal, Long.toString(process.pid()));
    }
  }

  /** The data of the first event about voice from the source to the destination. */
  private static JsonNode awaitEvent(String type, Instant since) {
    Waiting.until(
        TOLD_LIMIT,
        LOOK,
        () -> !events(type, since).isEmpty(),
        () -> "no %s was told since %s: %s".formatted(type, since, all(since)));
    return events(type, since).getFirst();
  }

  private static List<JsonNode> events(String type, Instant since) {
    return all(since).stream()
        .filter(event -> event.path("type").asString("").endsWith("." + type))
        .map(event -> event.path("data"))
        .filter(data ->
            data.path("trafficClass").asString("").equals("voice")
                && data.path("sourceEdge").asString("").equals(SOURCE)
                && data.path("destinationEdge").asString("").equals(DESTINATION))
        .toList();
  }

  private static List<JsonNode> all(Instant since) {
    return LAB.controller().list("/events?limit=1000").stream()
        .filter(event ->
            Instant.parse(event.path("time").asString(Instant.EPOCH.toString())).isAfter(since))
        .toList();
  }

  private static JsonNode input(JsonNode rerouted, String overlay) {
    for (JsonNode input : rerouted.path("inputs")) {
      if (input.toString().contains("\"" + overlay + "\"")) {
        return input;
      }
    }
    throw new AssertionError("no input of %s in %s".formatted(overlay, rerouted));
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text.replace('\'', '"'));
  }
}
