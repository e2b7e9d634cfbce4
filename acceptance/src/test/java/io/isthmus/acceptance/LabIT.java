package io.isthmus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.app.observe.SpanReceiver;
import io.isthmus.app.observe.SpanReceiver.Received;
import io.isthmus.lab.Lab;
import io.isthmus.lab.flow.UdpFlow;
import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.kernel.Shell;
import io.isthmus.lab.network.LabIntent;
import io.isthmus.lab.rest.ControllerApi;
import io.isthmus.lab.rest.Exchange;
import io.isthmus.lab.up.Reachability;
import io.isthmus.lab.up.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One lab from its beginning to its end, whose changes are traced; each test leaves it whole. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LabIT {
  private static final LabCli CLI = new LabCli("isthmus-it");
  private static final Lab LAB = CLI.lab();
  private static final Namespace EDGE = LAB.name().edge("cloud-paris");
  private static final Duration HEAL_LIMIT = Duration.ofSeconds(2);
  private static final Duration CONVERGE_LIMIT = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.shared();

  /** What `ip` says of the members of a next-hop group. */
  private static final Pattern CARRIERS =
      Pattern.compile("(?m)( nhid \\d+)(?:.*?( table \\d+))?.*$|(^id \\d+ group ).*$");

  private static SpanReceiver spans;

  @BeforeAll
  static void bringUp() throws IOException, InterruptedException {
    LabCli.assumeRoot();
    CLI.run("down");
    spans = SpanReceiver.start();
    CLI.setVariable("OTEL_EXPORTER_OTLP_ENDPOINT", spans.root());

    LabCli.Result result = CLI.run("up", "--port", "0");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("The lab is up: traffic between all sites");
  }

  @AfterAll
  static void takeDown() throws IOException, InterruptedException {
    if (spans != null) {
      spans.close();
    }
    if (CLI.remains().isEmpty()) {
      return;
    }
    LabCli.Result result = CLI.run("down");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(CLI.remains()).isEmpty();
    assertThat(CLI.run("down").out()).as("what a second `down` finds").isEmpty();
  }

  @Test
  @Order(1)
  void upAgainFindsNothingToDo() throws Exception {
    LabCli.Result result = up();

    assertThat(result.out()).contains("The lab is up already");
  }

  @Test
  @Order(2)
  void statusKnowsEveryEdgeAndPingsEveryOverlay() throws Exception {
    LabCli.Result result = CLI.run("status", "--json");

    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    JsonNode status = JSON.readTree(result.out());
    assertThat(status.path("edges")).hasSize(3);
    assertThat(status.path("wanLinks")).hasSize(6);
    assertThat(status.path("tunnels")).hasSize(6);
  }

  @Test
  @Order(3)
  void demoReroutesAndLosesNothing() throws Exception {
    LabCli.Result result = CLI.run("demo", "--json");

    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    JsonNode demo = JSON.readTree(result.out());
    assertThat(demo.path("ok").asBoolean()).isTrue();
    assertThat(demo.path("lost").asInt(-1)).isZero();
    assertThat(demo.path("tcpUnbroken").asBoolean()).isTrue();
    assertThat(demo.path("steps").size()).isGreaterThanOrEqualTo(6);
  }

  @Test
  @Order(4)
  void anEdgeRefusesAnInterfaceThatItLacksAndKeepsWhatItHas() throws Exception {
    ControllerApi api = LAB.controller();
    JsonNode right = edge(api);
    long carried = status(api).path("appliedRevision").asLong();
    JsonNode wrong = JSON.readTree(right.toString().replace("\"wan-mpls\"", "\"wan-none\""));

    Exchange refused = api.put("/edges/cloud-paris", wrong);

    assertThat(refused.operationState()).hasValue("FAILED");
    JsonNode operation = api.get(pathInTenant(refused)).body();
    assertThat(operation.toString()).contains("wan-none").contains("INTERFACE");
    assertThat(status(api).path("configState").asString()).isEqualTo("REFUSED");
    assertThat(status(api).path("appliedRevision").asLong()).isEqualTo(carried);
    assertThat(reachability().verify()).isEqualTo(12);

    Exchange mended = api.put("/edges/cloud-paris", right);

    assertThat(mended.operationState()).as("%s", mended).hasValue("SUCCEEDED");
    assertThat(status(api).path("configState").asString()).isEqualTo("IN_SYNC");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ip link del vx0",
        "ip rule del lookup 9001",
        "ip -6 rule del lookup 9901",
        "ip route flush table 9002",
        "ip -6 route flush table 9900",
        "ip nexthop flush proto 173",
        "nft flush ruleset"
      })
  @Order(5)
  void whatIsRemovedByHandIsBackAtOnce(String command) throws Exception {
    ControllerApi api = LAB.controller();
    int repairs = status(api).path("driftRepairs").asInt();
    String before = dataPlane();

    Shell.run(EDGE.exec(List.of("sh", "-c", command)), "").orFail();

    Waiting.until(
        HEAL_LIMIT,
        Duration.ofMillis(20),
        () -> status(api).path("driftRepairs").asInt() > repairs,
        () -> "no repair was reported after `%s`".formatted(command));
    Waiting.until(
        HEAL_LIMIT,
        Duration.ofMillis(20),
        () -> dataPlane().equals(before),
        () -> "after `%s`, this is not healed:%n%s".formatted(command, dataPlane()));
  }

  @Test
  @Order(6)
  void trafficOutlivesAnAgentThatIsKilled() throws Exception {
    try (UdpFlow flow = flow()) {
      kill("agent/cloud-paris");
      Waiting.pause(Duration.ofSeconds(1));
      up();

      assertLossless(flow);
    }
    awaitInSync();
  }

  @Test
  @Order(7)
  void whatWasAcknowledgedOutlivesAControllerThatIsKilled() throws Exception {
    Exchange change = LAB.controller().put("/applications/survivor", application());
    assertThat(change.operationState()).hasValue("SUCCEEDED");
    try (UdpFlow flow = flow()) {
      kill("controller");
      Waiting.pause(Duration.ofSeconds(1));
      up();

      assertLossless(flow);
    }
    assertThat(LAB.controller().get("/applications/survivor").ok()).isTrue();
    awaitInSync();
  }

  @Test
  @Order(8)
  void whatWasAcknowledgedOutlivesADatabaseThatIsKilled() throws Exception {
    Exchange change = LAB.controller().delete("/applications/survivor");
    assertThat(change.operationState()).hasValue("SUCCEEDED");
    try (UdpFlow flow = flow()) {
      // The server's children end when it does.
      LAB.processes().workingIn(LAB.controllerData()).forEach(ProcessHandle::destroyForcibly);
      Waiting.until(
          CONVERGE_LIMIT,
          Duration.ofMillis(100),
          () -> LAB.controller().put("/applications/reborn", application()).isDone(),
          () -> "the controller does not get over a killed database");

      assertLossless(flow);
    }
    assertThat(LAB.controller().get("/applications/survivor").status()).isEqualTo(404);
    assertThat(LAB.controller().delete("/applications/reborn").isDone()).isTrue();
    awaitInSync();
  }

  @Test
  @Order(9)
  void allOfItAtOnceStopsNoTraffic() throws Exception {
    try (UdpFlow flow = flow()) {
      kill("controller");
      LAB.processes().workingIn(LAB.controllerData()).forEach(ProcessHandle::destroyForcibly);
      kill("agent/cloud-paris");
      kill("agent/edge-nice");
      kill("agent/far-edge-van");
      Waiting.pause(Duration.ofSeconds(1));
      up();

      assertLossless(flow);
    }
    awaitInSync();
  }

  @Test
  @Order(10)
  void aTraceLeadsFromARequestToEveryEdgesAcknowledgement() {
    Exchange changed =
        ControllerApi.require(LAB.controller().put("/applications/traced", application()));

    String operation = changed.operation().orElseThrow().replaceFirst(".*/", "");
    Received change = awaitSpan(span -> about(span, "operation").equals(operation));
    Received request = awaitSpan(span -> span.id().equals(change.parent()));
    assertThat(change.name()).isEqualTo("change intent");
    assertThat(request.parent()).isEmpty();
    assertThat(request.name())
        .isEqualTo("http put /api/v1/tenants/{tenant}/applications/{application}");
    for (String edge : List.of("cloud-paris", "edge-nice", "far-edge-van")) {
      Received push =
          awaitSpan(span -> span.parent().equals(change.id()) && about(span, "edge").equals(edge));
      Received applied = awaitSpan(span -> isBelow(span, push, "apply configuration"));
      Received recorded = awaitSpan(span -> isBelow(span, push, "record acknowledgement"));
      assertThat(push.name()).isEqualTo("push configuration");
      assertThat(about(push, "outcome")).isEqualTo("applied");
      assertThat(about(push, "revision")).isEqualTo(about(change, "revision"));
      assertThat(about(applied, "told_by")).isEqualTo("edge");
      assertThat(applied.begin()).isBetween(push.begin(), push.end());
      assertThat(applied.end()).isBetween(applied.begin(), push.end());
      assertThat(about(recorded, "edge")).isEqualTo(edge);
      assertThat(about(recorded, "revision")).isEqualTo(about(change, "revision"));
      assertThat(recorded.begin()).isGreaterThan(applied.begin());
      assertThat(List.of(request, push, applied, recorded))
          .allMatch(span -> span.trace().equals(change.trace()));
    }
    assertThat(LAB.controller().delete("/applications/traced").isDone()).isTrue();
  }

  private static boolean isBelow(Received span, Received parent, String name) {
    return span.parent().equals(parent.id()) && span.name().equals(name);
  }

  private static String about(Received span, String what) {
    return span.attributes().getOrDefault("isthmus." + what, "");
  }

  /** They are sent some seconds after they ended. */
  private static Received awaitSpan(Predicate<Received> fits) {
    Waiting.until(
        CONVERGE_LIMIT,
        Duration.ofMillis(100),
        () -> spans.spans().stream().anyMatch(fits),
        () -> "a span is missing among " + spans.spans());
    return spans.spans().stream().filter(fits).findFirst().orElseThrow();
  }

  private static LabCli.Result up() throws IOException, InterruptedException {
    LabCli.Result result = CLI.run("up", "--port", Integer.toString(LAB.load().restPort()));
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result;
  }

  private static void kill(String role) {
    ProcessHandle process = CLI.process(role);
    process.destroyForcibly();
    process.onExit().join();
  }

  private static UdpFlow flow() throws IOException {
    return new UdpFlow(
            LAB.name().host("cloud-paris"),
            LAB.name().host("far-edge-van"),
            "10.3.0.10",
            6000,
            200,
            60_000)
        .start();
  }

  private static void assertLossless(UdpFlow flow) throws InterruptedException {
    UdpFlow.Report report = flow.stop();
    assertThat(report.sent()).isPositive();
    assertThat(report.lost()).as("lost of %s", report).isZero();
  }

  private static void awaitInSync() {
    ControllerApi api = LAB.controller();
    for (String edge : List.of("cloud-paris", "edge-nice", "far-edge-van")) {
      Waiting.until(
          CONVERGE_LIMIT,
          Duration.ofMillis(100),
          () ->
              api.get("/edges/%s/status".formatted(edge))
                  .body()
                  .path("configState")
                  .asString("")
                  .equals("IN_SYNC"),
          () -> edge + " is not in sync");
    }
  }

  private static JsonNode application() {
    return JSON.readTree(
        """
        {"trafficClass": "interactive", "matches": [{"protocol": "tcp", "destinationPorts": [9999]}]}
        """);
  }

  private static JsonNode edge(ControllerApi api) {
    ObjectNode edge = (ObjectNode) ControllerApi.require(api.get("/edges/cloud-paris")).body();
    // In a request it would mean: only if nobody has changed the edge since.
    edge.remove("revision");
    return edge;
  }

  private static JsonNode status(ControllerApi api) {
    return ControllerApi.require(api.get("/edges/cloud-paris/status")).body();
  }

  private static String pathInTenant(Exchange exchange) {
    return exchange.operation().orElseThrow().replaceFirst(".*/tenants/default", "");
  }

  private static Reachability reachability() {
    return new Reachability(LAB.name(), LabIntent.read(LAB.intentFile()));
  }

  /**
   * Everything that the agent has made, as the kernel's tools show it, but for which tunnels carry
   * a class now: removing a rule stops the probes of a path, and its classes may rightly be
   * elsewhere when all is mended.
   */
  private static String dataPlane() {
    return show("ip -br link show vx0")
        + show("ip rule | sort")
        + show("ip -6 rule | sort")
        + withoutCarriers(show("ip -o route show table all proto 173 | sort"))
        + withoutCarriers(show("ip -6 -o route show table all proto 173 | sort"))
        + withoutCarriers(show("ip nexthop show proto 173 | sort"))
        + show("nft -s list ruleset");
  }

  /** Routes keep the group that they point at, groups their number. */
  private static String withoutCarriers(String objects) {
    return CARRIERS.matcher(objects).replaceAll("$1$2$3");
  }

  private static String show(String command) {
    return Shell.run(EDGE.exec(List.of("sh", "-c", command)), "").out();
  }
}
