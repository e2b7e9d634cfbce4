package io.isthmus.lab.demo;

import io.isthmus.lab.Lab;
import io.isthmus.lab.LabFailure;
import io.isthmus.lab.flow.UdpFlow;
import io.isthmus.lab.flow.UnderlayCounters.Forwarded;
import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.network.LabIntent;
import io.isthmus.lab.network.LabIntent.EdgeSite;
import io.isthmus.lab.network.NetworkPlanner;
import io.isthmus.lab.rest.ControllerApi;
import io.isthmus.lab.rest.Exchange;
import io.isthmus.lab.up.Joining;
import io.isthmus.lab.up.Programs;
import io.isthmus.lab.up.Reachability;
import io.isthmus.lab.up.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the WANs get to see, fresh keys under a flow, an edge that is not trusted any more, and its
 * way back, with times.
 */
public final class TrustDemo {
  private static final int UDP_PORT = 5030;
  private static final int PACKETS_PER_SECOND = 1_000;
  private static final int MOST_PACKETS = 300_000;
  private static final int REQUESTS = 50;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(10);
  private static final Duration SILENCE = Duration.ofSeconds(2);
  private static final int AUDIT_LINES = 5;

  private final Lab lab;
  private final ControllerApi api;
  private final EdgeSite source;
  private final EdgeSite destination;
  private final String address;
  private final Consumer<DemoStep> listener;
  private final List<DemoStep> steps = new ArrayList<>();

  /**
   * @param listener is told of each step as soon as it is done
   */
  public TrustDemo(Lab lab, Consumer<DemoStep> listener) {
    this.lab = lab;
    this.api = lab.controller();
    this.listener = listener;
    List<EdgeSite> edges = LabIntent.read(lab.intentFile()).edges();
    this.source = edges.getFirst();
    this.destination = edges.getLast();
    this.address =
        NetworkPlanner.hostAddresses(destination).stream()
            .filter(candidate -> !candidate.contains(":"))
            .findFirst()
            .orElseThrow(
                () -> new LabFailure("edge %s has no IPv4 host".formatted(destination.name())));
  }

  public List<DemoStep> run() throws IOException, InterruptedException {
    eavesdrop();
    rotate();
    revoke();
    joinAgain();
    audit();
    return List.copyOf(steps);
  }

  private void eavesdrop() throws IOException {
    try (Instruments instruments = new Instruments(lab.name(), source, destination)) {
      Map<String, Forwarded> before = instruments.forwarded();
      for (int i = 0; i < REQUESTS; i++) {
        Reachability.httpGet(host(source), address, Reachability.SERVICE_PORT, "?secret=" + i);
      }
      List<String> seen = new ArrayList<>();
      long inClear = 0;
      long encrypted = 0;
      for (Map.Entry<String, Forwarded> now : instruments.forwarded().entrySet()) {
        Forwarded more =
            now.getValue().since(before.getOrDefault(now.getKey(), new Forwarded(0, 0)));
        inClear += more.inClear();
        encrypted += more.encrypted();
        seen.add(
            "underlay %s forwarded %d packets of WireGuard and %d packets of overlays in clear"
                .formatted(now.getKey(), more.encrypted(), more.inClear()));
      }
      add(
          "what the WANs get to see of HTTP between two sites",
          List.of(
              "%d requests from %s to http://%s:%d/"
                  .formatted(REQUESTS, host(source), address, Reachability.SERVICE_PORT)),
          seen,
          inClear == 0 && encrypted >= REQUESTS);
    }
  }

  private void rotate() throws IOException, InterruptedException {
    int before = keys().path("generation").asInt(0);
    try (UdpFlow flow = flow(source, destination, address)) {
      Waiting.pause(Duration.ofSeconds(1));
      Exchange asked =
          ControllerApi.require(
              api.post("/edges/%s:rotate-keys".formatted(source.name()), empty()));
      until(
          () ->
              keys().path("generation").asInt(0) > before
                  && keys().path("state").asString("").equals("STABLE"),
          "the keys have not rotated");
      double ms = since(asked.sentAtNanos());
      Waiting.pause(Duration.ofMillis(500));
      UdpFlow.Report report = flow.stop();
      add(
          "fresh keys for %s under %d packets a second"
              .formatted(source.name(), PACKETS_PER_SECOND),
          List.of(asked.request()),
          List.of(
              text(
                  "generation %d is made, told, taken by all, and the only one left after %.0f ms",
                  keys().path("generation").asInt(), ms),
              "%d packets sent meanwhile, %d lost".formatted(report.sent(), report.lost())),
          report.lost() == 0);
    }
  }

  private void revoke() throws IOException {
    try (UdpFlow flow = flow(source, destination, address)) {
      Waiting.pause(Duration.ofSeconds(1));
      Exchange asked =
          ControllerApi.require(
              api.post(
                  "/edges/%s:revoke".formatted(destination.name()),
                  empty().put("reason", "a demonstration")));
      until(
          () -> status(destination).path("connection").asString("").equals("DISCONNECTED"),
          "the revoked edge is still connected");
      double closed = since(asked.sentAtNanos());
      until(
          () -> System.nanoTime() - lastArrival(flow) > SILENCE.toNanos(),
          "packets still reach the revoked edge");
      double last = (lastArrival(flow) - asked.sentAtNanos()) / 1e6;
      add(
          "trust %s no more, under the same flow".formatted(destination.name()),
          List.of(asked.request()),
          List.of(
              text("its stream was seen closed after %.0f ms", closed),
              text("the last packet reached its host after %.0f ms", Math.max(0, last))),
          true);
    }
  }

  private void joinAgain() {
    Lab.State state = lab.load();
    Joining joining =
        new Joining(lab, api, state.southboundAddress() + ":" + state.southboundPort());
    List<String> agent = Programs.find().agent();
    long begin = System.nanoTime();
    String token = joining.token(destination.name());
    double made = since(begin);
    joining.join(destination.name(), token, lab.agentState(destination.name()).toString(), agent);
    double joined = since(begin);
    if (lab.processes().find("agent/" + destination.name()).isEmpty()) {
      throw new LabFailure(
          "the agent of %s has ended: run `./isthmus lab up`".formatted(destination.name()));
    }
    until(this::answers, "no traffic with the edge that has joined again");
    add(
        "let %s in again".formatted(destination.name()),
        List.of(
            "POST …/enrollment-tokens {\"edge\": \"%s\"}".formatted(destination.name()),
            "isthmus edge join --controller %s:%d --token -"
                .formatted(state.southboundAddress(), state.southboundPort())),
        List.of(
            text("a single-use token (%s…) after %.0f ms", token.substring(0, 5), made),
            text("a key of its own and a certificate after %.0f ms", joined),
            text("the first answer from its host after %.0f ms", since(begin))),
        true);
  }

  private boolean answers() {
    try {
      return !Reachability.httpGet(host(source), address, Reachability.SERVICE_PORT, "").isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private void audit() {
    List<String> lines = new ArrayList<>();
    for (JsonNode entry :
        ControllerApi.require(api.get("/audit?limit=" + AUDIT_LINES)).body().path("items")) {
      lines.add(
          "%s  %s %s  %s %s%s"
              .formatted(
                  entry.path("time").asString(""),
                  entry.path("actor").path("kind").asString(""),
                  entry.path("actor").path("name").asString(""),
                  entry.path("action").asString(""),
                  entry.path("subject").asString(""),
                  entry.path("reason").isString()
                      ? " (%s)".formatted(entry.path("reason").asString())
                      : ""));
    }
    add("who did that", List.of("GET …/audit?limit=" + AUDIT_LINES), lines, !lines.isEmpty());
  }

  private JsonNode keys() {
    return status(source).path("keys");
  }

  private JsonNode status(EdgeSite edge) {
    return ControllerApi.require(api.get("/edges/%s/status".formatted(edge.name()))).body();
  }

  private UdpFlow flow(EdgeSite from, EdgeSite to, String target) throws IOException {
    return new UdpFlow(host(from), host(to), target, UDP_PORT, PACKETS_PER_SECOND, MOST_PACKETS)
        .start();
  }

  private Namespace host(EdgeSite edge) {
    return lab.name().host(edge.name());
  }

  private static long lastArrival(UdpFlow flow) {
    for (int number = flow.sent() - 1; number >= 0; number--) {
      if (flow.arrivedAtNanos(number).isPresent()) {
        return flow.arrivedAtNanos(number).getAsLong();
      }
    }
    throw new LabFailure("nothing of the flow has arrived at all");
  }

  private static void until(BooleanSupplier condition, String failure) {
    Waiting.until(LIMIT, LOOK, condition, () -> failure);
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e6;
  }

  private static tools.jackson.databind.node.ObjectNode empty() {
    return JsonMapper.shared().createObjectNode();
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  private void add(String name, List<String> done, List<String> seen, boolean ok) {
    DemoStep step = new DemoStep(name, done, seen, ok);
    steps.add(step);
    listener.accept(step);
  }
}
