package io.isthmus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.lab.Lab;
import io.isthmus.lab.LabFailure;
import io.isthmus.lab.flow.UdpFlow;
import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.kernel.Shell;
import io.isthmus.lab.rest.ControllerApi;
import io.isthmus.lab.rest.Exchange;
import io.isthmus.lab.up.HostCheck;
import io.isthmus.lab.up.Joining;
import io.isthmus.lab.up.Programs;
import io.isthmus.lab.up.Reachability;
import io.isthmus.lab.up.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What an eavesdropper, a stolen edge and another tenant get to see, in one lab. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LabTrustIT {
  private static final LabCli CLI = new LabCli("isthmus-trust");
  private static final Lab LAB = CLI.lab();
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(10);
  private static final List<String> EDGES = List.of("cloud-paris", "edge-nice", "far-edge-van");
  private static final String MARKER = "the-recipe-of-the-house";
  private static final String PARIS_TO_VAN = "0a01000a0a03000a";
  private static final String VAN_TO_PARIS = "0a03000a0a01000a";
  private static final JsonMapper JSON = JsonMapper.shared();

  @BeforeAll
  static void bringUp() throws IOException, InterruptedException {
    LabCli.assumeRoot();
    CLI.run("down");

    LabCli.Result result = CLI.run("up", "--port", "0", "--wan", "direct");

    assertThat(result.exitCode()).as(result.err()).isZero();
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
  void nobodyAsksTheControllerWithoutAToken() {
    ControllerApi api = LAB.controller();

    assertThat(api.as("").get("/edges").status()).isEqualTo(401);
    assertThat(api.as("ist1_" + "A".repeat(64)).get("/edges").status()).isEqualTo(401);
    assertThat(api.get("/edges").ok()).isTrue();
  }

  @Test
  @Order(2)
  void anEnrolmentTokenServesOnceAndItsReuseIsRecorded() {
    ControllerApi api = LAB.controller();
    List<JsonNode> before = refusals("TOKEN_USED_UP");
    String token = joining().token("edge-nice");

    // The first use is by the edge itself, so that nothing else changes.
    join("edge-nice", token, LAB.agentState("edge-nice").toString());
    String other = LAB.stateDir().resolve("thief").toString();

    assertThatThrownBy(() -> join("edge-nice", token, other))
        .isInstanceOf(LabFailure.class)
        .hasMessageNotContaining(token);
    Waiting.until(
        LIMIT,
        Duration.ofMillis(200),
        () -> refusals("TOKEN_USED_UP").size() > before.size(),
        () -> "the reuse was not recorded: " + api.list("/audit?limit=1000"));
    assertThat(api.list("/audit?limit=1000").toString()).doesNotContain(token);
    awaitInSync();
  }

  @Test
  @Order(3)
  void whoTapsTheWansReadsNothing() throws Exception {
    Assumptions.assumeTrue(HostCheck.isInstalled("tcpdump"), "tcpdump is not installed");
    for (String transport : List.of("internet", "mpls")) {
      // Whatever carries the requests, it is this underlay.
      moveTo(transport);
      try (UnderlayCapture capture = new UnderlayCapture(LAB.name().underlay(transport))) {
        requests(50);

        capture.stop();
        assertThat(capture.packets("udp[8:4] = 0x04000000")).hasSizeGreaterThan(300);
        assertThat(capture.holds(MARKER.getBytes(StandardCharsets.US_ASCII))).isFalse();
        assertThat(capture.holds(HexFormat.of().parseHex(PARIS_TO_VAN))).isFalse();
        assertThat(capture.holds(HexFormat.of().parseHex(VAN_TO_PARIS))).isFalse();
        assertThat(capture.packets("udp port 4789")).isEmpty();
        // Messages of WireGuard are of four types; whatever else passes between sites is none.
        assertThat(
                capture.packets(
                    "udp and not (udp[8:4] = 0x01000000 or udp[8:4] = 0x02000000 or udp[8:4] = 0x03000000 or udp[8:4] = 0x04000000)"))
            .isEmpty();
      }
    }
  }

  @Test
  @Order(4)
  void whoTapsTheWansReadsWhatIsDeclaredOff() throws Exception {
    Assumptions.assumeTrue(HostCheck.isInstalled("tcpdump"), "tcpdump is not installed");
    encryptSecondOverlay("OFF");
    try (UnderlayCapture capture = new UnderlayCapture(LAB.name().underlay("mpls"))) {
      moveTo("mpls");
      requests(5);

      capture.stop();
      assertThat(capture.holds(MARKER.getBytes(StandardCharsets.US_ASCII))).isTrue();
      assertThat(capture.holds(HexFormat.of().parseHex(PARIS_TO_VAN))).isTrue();
      assertThat(capture.packets("udp port 4789")).isNotEmpty();
    } finally {
      encryptSecondOverlay("REQUIRED");
    }
  }

  @Test
  @Order(5)
  void keysRotateUnderAFlowWithoutALostPacket() throws Exception {
    ControllerApi api = LAB.controller();
    Map<String, Integer> before = generations();
    try (UdpFlow flow = flow("cloud-paris", "far-edge-van", "10.3.0.10", 1_000)) {
      Waiting.pause(Duration.ofSeconds(1));
      long begin = System.nanoTime();
      for (String edge : EDGES) {
        ControllerApi.require(api.post("/edges/%s:rotate-keys".formatted(edge), empty()));
      }
      Waiting.until(
          Duration.ofMinutes(2),
          Duration.ofMillis(200),
          () -> EDGES.stream().allMatch(edge -> hasRotated(edge, before)),
          () -> "keys have not rotated: " + EDGES.stream().map(LabTrustIT::status).toList());
      double seconds = (System.nanoTime() - begin) / 1e9;
      Waiting.pause(Duration.ofSeconds(1));

      UdpFlow.Report report = flow.stop();

      tell("rotation of all keys took %.1f s: %s", seconds, report);
      assertThat(report.lost()).as("%s", report).isZero();
    }
  }

  @Test
  @Order(6)
  void certificatesAndTheirRootAreReplacedUnderLoad() throws Exception {
    ControllerApi api = LAB.controller();
    Map<String, String> serials = ofIdentities("serial");
    Instant begin = Instant.now();
    try (UdpFlow flow = flow("cloud-paris", "far-edge-van", "10.3.0.10", 500)) {
      ControllerApi.require(api.request("POST", "/roots:rotate", empty()));

      Waiting.until(
          LIMIT,
          Duration.ofMillis(200),
          () -> {
            Map<String, String> now = ofIdentities("serial");
            return EDGES.stream().noneMatch(edge -> serials.get(edge).equals(now.get(edge)));
          },
          () -> "edges have not renewed: " + EDGES.stream().map(LabTrustIT::status).toList());
      Exchange change = api.put("/applications/meanwhile", application());
      assertThat(change.operationState()).as("%s", change).hasValue("SUCCEEDED");
      assertThat(api.delete("/applications/meanwhile").isDone()).isTrue();
      Waiting.pause(Duration.ofSeconds(5));

      UdpFlow.Report report = flow.stop();
      assertThat(report.lost()).as("%s", report).isZero();
    }
    assertNoGap(begin, Instant.now().minusSeconds(3));
  }

  @Test
  @Order(7)
  void withoutWireGuardNothingIsCarriedAndTheOperationSaysWhy() throws Exception {
    ControllerApi api = LAB.controller();
    List<String> command = commandOf("agent/edge-nice");
    stopEdge("edge-nice");
    startWithoutWireGuard("edge-nice", command);
    try {
      Waiting.until(
          LIMIT,
          Duration.ofMillis(100),
          () ->
              status("edge-nice").path("connection").asString("").equals("CONNECTED")
                  && status("edge-nice")
                      .path("agent")
                      .path("wireGuard")
                      .asString("")
                      .equals("NONE"),
          () -> "the edge still has WireGuard: " + status("edge-nice"));

      Exchange change = api.put("/applications/some", application());

      assertThat(change.operationState()).as("%s", change).hasValue("FAILED");
      String operation = api.get(pathInTenant(change)).body().toString();
      assertThat(operation).contains("UNSUPPORTED").contains("wireguard");
      assertThat(answers("cloud-paris", "10.2.0.10")).isFalse();
      assertThat(answers("edge-nice", "10.1.0.10")).isFalse();
      assertThat(answers("cloud-paris", "10.3.0.10")).isTrue();
    } finally {
      stopEdge("edge-nice");
      up();
    }
    assertThat(api.delete("/applications/some").isDone()).isTrue();
    awaitInSync();
  }

  @Test
  @Order(8)
  void aRevokedEdgeIsOut() throws Exception {
    ControllerApi api = LAB.controller();
    try (UdpFlow to = flow("cloud-paris", "far-edge-van", "10.3.0.10", 200);
        UdpFlow from = flow("far-edge-van", "edge-nice", "10.2.0.10", 200)) {
      Waiting.pause(Duration.ofSeconds(1));
      long asked = System.nanoTime();

      ControllerApi.require(
          api.post("/edges/far-edge-van:revoke", json("{'reason': 'device stolen'}")));

      Waiting.until(
          LIMIT,
          LOOK,
          () -> status("far-edge-van").path("connection").asString("").equals("DISCONNECTED"),
          () -> "the stream is not closed: " + status("far-edge-van"));
      double closed = (System.nanoTime() - asked) / 1e6;
      awaitSilence(to, from);
      double lastTo = (lastArrival(to) - asked) / 1e6;
      double lastFrom = (lastArrival(from) - asked) / 1e6;
      tell(
          "revoked: stream closed after %.0f ms, last packet to it after %.0f ms, from it after %.0f ms",
          closed, lastTo, lastFrom);
      assertThat(closed).isLessThan(10_000);
      assertThat(Math.max(lastTo, lastFrom)).isLessThan(20_000);
    }
    assertThat(status("far-edge-van").path("identity").path("state").asString())
        .isEqualTo("REVOKED");
    assertThat(api.list("/tunnels").toString()).doesNotContain("far-edge-van");
    assertThat(api.list("/audit?limit=1000"))
        .anySatisfy(entry -> {
          assertThat(entry.path("action").asString("")).isEqualTo("REVOKE");
          assertThat(entry.path("actor").path("name").asString("")).isEqualTo("first-admin");
          assertThat(entry.path("subject").asString("")).contains("far-edge-van");
        });

    // Who revokes by mistake makes it join again.
    kill("agent/far-edge-van");
    up();
    awaitInSync();
  }

  @Test
  @Order(9)
  void tenantsWithTheSamePrefixesOnTheSameEdgesAreApart() throws Exception {
    SecondTenant second = new SecondTenant(LAB, "b");
    second.comeUp();
    Namespace own = LAB.name().host("cloud-paris");
    LAB.name().host("far-edge-van").ip(List.of("addr add 10.3.0.77/24 dev eth0"));
    second.farHost().ip(List.of("addr add 10.3.0.88/24 dev eth0"));

    assertThat(Reachability.httpGet(second.host(), "10.3.0.10", Reachability.SERVICE_PORT, ""))
        .contains("b-far-edge-van");
    assertThat(Reachability.httpGet(own, "10.3.0.10", Reachability.SERVICE_PORT, ""))
        .contains("far-edge-van")
        .doesNotContain("b-far-edge-van");

    List<String> prefixes = List.of("10.1.0.", "10.2.0.", "10.3.0.");
    assertThat(Scan.whoAnswers(own, prefixes, Reachability.SERVICE_PORT))
        .contains("10.2.0.10", "10.3.0.10", "10.3.0.77")
        .doesNotContain("10.3.0.88");
    assertThat(Scan.whoAnswers(second.host(), prefixes, Reachability.SERVICE_PORT))
        .contains("10.3.0.10", "10.3.0.88")
        .doesNotContain("10.3.0.77")
        .noneMatch(address -> address.startsWith("10.2.0."));
    assertThat(LAB.controller().list("/events?limit=1000").toString()).doesNotContain("tenants/b/");
  }

  private static void up() throws IOException, InterruptedException {
    LabCli.Result result = CLI.run("up", "--port", Integer.toString(LAB.load().restPort()));
    assertThat(result.exitCode()).as(result.err()).isZero();
  }

  private static Joining joining() {
    Lab.State state = LAB.load();
    return new Joining(
        LAB, LAB.controller(), state.southboundAddress() + ":" + state.southboundPort());
  }

  private static void join(String edge, String token, String stateDirectory) {
    joining().join(edge, token, stateDirectory, Programs.find().agent());
  }

  private static List<JsonNode> refusals(String reason) {
    return LAB.controller().list("/audit?limit=1000").stream()
        .filter(entry -> entry.path("reason").asString("").equals(reason))
        .toList();
  }

  /** Requests of the hosts travel by the overlay of this transport. */
  private static void moveTo(String transport) {
    ControllerApi api = LAB.controller();
    String overlay = transport.equals("internet") ? "on-1" : "on-2";
    ObjectNode decision = empty();
    decision.put("trafficClass", "bulk").put("overlay", overlay).put("reason", "a test");
    Exchange exchange = ControllerApi.require(api.post("/steering-decisions", decision));
    assertThat(exchange.isDone()).as("%s", exchange).isTrue();
  }

  private static void requests(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      String answer =
          Reachability.httpGet(
              LAB.name().host("cloud-paris"),
              "10.3.0.10",
              Reachability.SERVICE_PORT,
              "?" + MARKER + i);
      assertThat(answer).contains(MARKER + i);
    }
  }

  private static void encryptSecondOverlay(String encryption) {
    ControllerApi api = LAB.controller();
    ObjectNode overlay = (ObjectNode) ControllerApi.require(api.get("/overlays/on-2")).body();
    overlay.remove("revision");
    overlay.put("encryption", encryption);
    Exchange exchange = ControllerApi.require(api.put("/overlays/on-2", overlay));
    assertThat(exchange.isDone()).as("%s", exchange).isTrue();
  }

  private static Map<String, Integer> generations() {
    Map<String, Integer> generations = new TreeMap<>();
    EDGES.forEach(
        edge -> generations.put(edge, status(edge).path("keys").path("generation").asInt(0)));
    return generations;
  }

  private static Map<String, String> ofIdentities(String field) {
    Map<String, String> values = new TreeMap<>();
    EDGES.forEach(edge -> values.put(edge, status(edge).path("identity").path(field).asString("")));
    return values;
  }

  /** Every path has windows for every second, give or take where one begins. */
  private static void assertNoGap(Instant from, Instant to) {
    JsonNode measured =
        ControllerApi.require(
                LAB.controller()
                    .get(
                        "/measurements?overlay=on-1&stepSeconds=1&from=%s&to=%s"
                            .formatted(from, to)))
            .body();
    assertThat(measured.path("series")).hasSize(6);
    for (JsonNode series : measured.path("series")) {
      List<Instant> seconds = new ArrayList<>();
      series
          .path("points")
          .forEach(point -> seconds.add(Instant.parse(point.path("at").asString())));
      assertThat(seconds).as("%s", series.path("path")).hasSizeGreaterThan(2);
      for (int i = 1; i < seconds.size(); i++) {
        assertThat(Duration.between(seconds.get(i - 1), seconds.get(i)))
            .as("between measurements of %s", series.path("path"))
            .isLessThanOrEqualTo(Duration.ofSeconds(3));
      }
    }
  }

  private static JsonNode application() {
    return json(
        "{'trafficClass': 'interactive', 'matches': [{'protocol': 'tcp', 'destinationPorts': [9999]}]}");
  }

  private static boolean hasRotated(String edge, Map<String, Integer> before) {
    JsonNode keys = status(edge).path("keys");
    return keys.path("generation").asInt(0) > before.getOrDefault(edge, 0)
        && keys.path("state").asString("").equals("STABLE");
  }

  /** As the kernel has it: the program with its options, without what wrapped it. */
  private static List<String> commandOf(String role) throws IOException {
    String line =
        java.nio.file.Files.readString(
            java.nio.file.Path.of("/proc", Long.toString(CLI.process(role).pid()), "cmdline"));
    return List.of(line.split("\0"));
  }

  /** The agent, and what it leaves behind for its successor. */
  private static void stopEdge(String edge) throws InterruptedException {
    LAB.processes().find("agent/" + edge).ifPresent(agent -> agent.kill());
    for (ProcessHandle left : LAB.name().edge(edge).processes()) {
      left.destroyForcibly();
      left.onExit().join();
    }
  }

  /** In a mount namespace where neither wg nor wireguard-go can be run. */
  private static void startWithoutWireGuard(String edge, List<String> command) {
    List<String> wrapped =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "for tool in wg wireguard-go; do mount --bind /dev/null \"$(command -v $tool)\" || exit 1; done; exec \"$@\"",
                "sh"));
    wrapped.addAll(command);
    LAB.processes().start("agent/" + edge, Optional.of(LAB.name().edge(edge)), wrapped);
  }

  private static boolean answers(String from, String address) {
    Namespace host = LAB.name().host(from);
    return Shell.run(host.exec(List.of("ping", "-n", "-c3", "-i0.2", "-W1", address)), "").ok();
  }

  private static void awaitSilence(UdpFlow... flows) {
    Duration silence = Duration.ofSeconds(3);
    Waiting.until(
        LIMIT,
        Duration.ofMillis(100),
        () -> {
          for (UdpFlow flow : flows) {
            if (System.nanoTime() - lastArrival(flow) < silence.toNanos()) {
              return false;
            }
          }
          return true;
        },
        () -> "packets still arrive");
  }

  private static long lastArrival(UdpFlow flow) {
    for (int number = flow.sent() - 1; number >= 0; number--) {
      if (flow.arrivedAtNanos(number).isPresent()) {
        return flow.arrivedAtNanos(number).getAsLong();
      }
    }
    throw new AssertionError("nothing of the flow has arrived at all");
  }

  private static UdpFlow flow(String from, String to, String address, int packetsPerSecond)
      throws IOException {
    return new UdpFlow(
            LAB.name().host(from), LAB.name().host(to), address, 6000, packetsPerSecond, 600_000)
        .start();
  }

  private static void kill(String role) {
    ProcessHandle process = CLI.process(role);
    process.destroyForcibly();
    process.onExit().join();
  }

  private static void awaitInSync() {
    for (String edge : EDGES) {
      Waiting.until(
          LIMIT,
          Duration.ofMillis(100),
          () ->
              status(edge).path("connection").asString("").equals("CONNECTED")
                  && status(edge).path("configState").asString("").equals("IN_SYNC"),
          () -> edge + " is not in sync: " + status(edge));
    }
  }

  private static JsonNode status(String edge) {
    return ControllerApi.require(LAB.controller().get("/edges/%s/status".formatted(edge))).body();
  }

  private static String pathInTenant(Exchange exchange) {
    return exchange.operation().orElseThrow().replaceFirst(".*/tenants/default", "");
  }

  private static ObjectNode empty() {
    return JSON.createObjectNode();
  }

  private static JsonNode json(String text) {
    return JSON.readTree(text.replace('\'', '"'));
  }

  private static void tell(String format, Object... values) {
    System.out.println(String.format(java.util.Locale.ROOT, format, values));
  }
}
