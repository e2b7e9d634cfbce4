package io.isthmus.lab.demo;

import io.isthmus.lab.Lab;
import io.isthmus.lab.demo.Scene.Rail;
import io.isthmus.lab.flow.OverlayTap;
import io.isthmus.lab.flow.TcpFlow;
import io.isthmus.lab.flow.UdpFlow;
import io.isthmus.lab.flow.UnderlayCounters.Forwarded;
import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.kernel.ProcFs;
import io.isthmus.lab.network.LabIntent;
import io.isthmus.lab.rest.ControllerApi;
import io.isthmus.lab.rest.Exchange;
import io.isthmus.lab.up.Reachability;
import io.isthmus.lab.up.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The reroute of a running microservice's traffic, step by step: classify it, watch it on one
 * overlay, ask for another, and see the same connection go on there with nothing lost.
 */
public final class Demo {
  private static final int UDP_PORT = 5001;
  private static final int PACKETS_PER_SECOND = 1_000;
  private static final int REQUESTS_PER_SECOND = 250;
  private static final int MOST_PACKETS = 600_000;
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration SETTLE = Duration.ofMillis(200);

  private final Scene scene;
  private final ControllerApi api;
  private final Namespace from;
  private final Namespace to;
  private final Lab lab;
  private final Consumer<DemoStep> listener;
  private final List<DemoStep> steps = new ArrayList<>();
  private final List<Double> lastOldPackets = new ArrayList<>();

  /**
   * @param listener is told of each step as soon as it is done
   */
  public Demo(Lab lab, Consumer<DemoStep> listener) {
    this.lab = lab;
    this.api = lab.controller();
    this.scene = Scene.find(LabIntent.read(lab.intentFile()), api);
    this.from = lab.name().host(scene.source().name());
    this.to = lab.name().host(scene.destination().name());
    this.listener = listener;
  }

  public DemoResult run() throws IOException, InterruptedException {
    classify();
    long retransmitted = retransmitted();
    try (Instruments instruments =
            new Instruments(lab.name(), scene.source(), scene.destination());
        TcpFlow tcp =
            new TcpFlow(
                from, scene.serviceAddress(), Reachability.SERVICE_PORT, REQUESTS_PER_SECOND);
        UdpFlow udp =
            new UdpFlow(
                from, to, scene.serviceAddress(), UDP_PORT, PACKETS_PER_SECOND, MOST_PACKETS)) {
      tcp.start();
      udp.start();
      watch(instruments, tcp, udp);
      reroute(scene.first(), scene.second(), instruments, tcp, udp);
      reroute(scene.second(), scene.first(), instruments, tcp, udp);
      return summary(tcp.stop(), udp.stop(), retransmitted, instruments.missed());
    }
  }

  private void classify() {
    JsonNode rule =
        JsonMapper.shared()
            .readTree(
                """
                {"trafficClass": "%1$s", "priority": 100, "matches": [
                  {"protocol": "tcp", "destinationPrefixes": ["%2$s/32"], "destinationPorts": [%3$d]},
                  {"protocol": "udp", "destinationPrefixes": ["%2$s/32"], "destinationPorts": [%4$d]}]}
                """
                    .formatted(
                        scene.trafficClass(),
                        scene.serviceAddress(),
                        Reachability.SERVICE_PORT,
                        UDP_PORT));
    Exchange classified = api.put("/applications/demo-service", rule);
    // An earlier reroute may have left the class elsewhere.
    Exchange placed = requestReroute(scene.first(), "the demonstration begins here");
    add(
        "classify the microservice at %s into class %s"
            .formatted(scene.destination().name(), scene.trafficClass()),
        List.of(classified.request(), placed.request()),
        List.of(answer(classified), answer(placed)),
        classified.isDone() && placed.isDone());
  }

  private void watch(Instruments instruments, TcpFlow tcp, UdpFlow udp) throws IOException {
    Waiting.pause(SETTLE);
    Look look = look(instruments, scene.first(), scene.second());
    add(
        "start a TCP connection and a UDP flow to the microservice, and see what carries them",
        List.of(
            "TCP from %s to %s port %d, local port %d: %d numbered HTTP requests a second"
                .formatted(
                    from,
                    scene.serviceAddress(),
                    Reachability.SERVICE_PORT,
                    tcp.localPort(),
                    REQUESTS_PER_SECOND),
            "UDP from %s to %s port %d, local port %d: %d numbered packets a second"
                .formatted(
                    from, scene.serviceAddress(), UDP_PORT, udp.localPort(), PACKETS_PER_SECOND)),
        look.lines(),
        look.ok());
  }

  private void reroute(Rail old, Rail next, Instruments instruments, TcpFlow tcp, UdpFlow udp) {
    instruments.forget();
    long answeredBefore = tcp.answered();
    Exchange exchange = requestReroute(next, "a request of the demonstration");
    add(
        "request a reroute of class %s from %s to %s"
            .formatted(scene.trafficClass(), old.overlay(), next.overlay()),
        List.of(exchange.request()),
        List.of(answer(exchange)),
        exchange.isDone());
    Waiting.pause(SETTLE);
    long last = instruments.seen(old.vni()).lastNumber();
    double lastMs =
        last < 0 ? 0 : Math.max(0, (udp.sentAtNanos(last) - exchange.sentAtNanos()) / 1e6);
    lastOldPackets.add(lastMs);
    Look look = look(instruments, next, old);
    List<String> seen = new ArrayList<>(look.lines());
    seen.add(
        text(
            "the last packet left by %s %.1f ms after the request was sent",
            old.overlay(), lastMs));
    seen.add(
        text(
            "the TCP connection from local port %d goes on: %d requests answered since the reroute was asked for",
            tcp.localPort(), tcp.answered() - answeredBefore));
    add(
        "see the same connection go on over " + next.overlay(),
        List.of("look at both edges and underlays for %d ms".formatted(LOOK.toMillis())),
        seen,
        look.ok() && tcp.answered() > answeredBefore);
  }

  private Exchange requestReroute(Rail to, String reason) {
    return api.post(
        "/steering-decisions",
        JsonMapper.shared()
            .createObjectNode()
            .put("trafficClass", scene.trafficClass())
            .put("overlay", to.overlay())
            .put("reason", reason));
  }

  private record Look(List<String> lines, boolean ok) {}

  /** Whether the flows run on one overlay and nothing at all on the other. */
  private static Look look(Instruments instruments, Rail busy, Rail idle) {
    Map<String, Forwarded> before = instruments.forwarded();
    instruments.forget();
    Waiting.pause(LOOK);
    OverlayTap.Seen seen = instruments.seen(busy.vni());
    long idleCount = instruments.carried(idle.vni());
    long expected = (long) (PACKETS_PER_SECOND * LOOK.toMillis() / 1000.0 * 0.9);
    List<String> lines =
        new ArrayList<>(
            List.of(
                "%s (VNI %d): +%d packets between the two edges, of them %d UDP and %d TCP packets from the source edge"
                    .formatted(
                        busy.overlay(),
                        busy.vni(),
                        instruments.carried(busy.vni()),
                        seen.udp(),
                        seen.tcp()),
                "%s (VNI %d): +%d packets".formatted(idle.overlay(), idle.vni(), idleCount)));
    instruments
        .forwarded()
        .forEach((underlay, now) ->
            lines.add(describe(underlay, now.since(before.getOrDefault(underlay, now)))));
    return new Look(lines, seen.udp() >= expected && seen.tcp() > 0 && idleCount == 0);
  }

  private static String describe(String underlay, Forwarded forwarded) {
    return "underlay %s forwarded between the two edges: %d packets encrypted, %d packets of overlays in clear"
        .formatted(underlay, forwarded.encrypted(), forwarded.inClear());
  }

  private DemoResult summary(
      TcpFlow.Report tcp, UdpFlow.Report udp, long retransmittedBefore, int missed)
      throws IOException {
    long retransmitted = retransmitted() - retransmittedBefore;
    add(
        "count",
        List.of("stop both flows"),
        List.of(
            "UDP: %d packets sent, %d lost, %d reordered, %d duplicated"
                .formatted(udp.sent(), udp.lost(), udp.reordered(), udp.duplicated()),
            text(
                "UDP: longest gap between arrivals %.1f ms (between departures %.1f ms), longest transit %.1f ms",
                udp.longestGapMs(), udp.longestSendGapMs(), udp.longestTransitMs()),
            text(
                "TCP: %d requests answered in order over one connection, longest gap %.1f ms, %d segments retransmitted%s",
                tcp.answered(),
                tcp.longestGapMs(),
                retransmitted,
                tcp.unbroken() ? "" : "; BROKEN: " + tcp.failure()),
            "taps at the edges missed %d packets".formatted(missed)),
        udp.lost() == 0 && tcp.unbroken() && missed == 0);
    return DemoResult.of(steps, udp, tcp, retransmitted, lastOldPackets);
  }

  private long retransmitted() throws IOException {
    return ProcFs.tcpRetransmitted(from) + ProcFs.tcpRetransmitted(to);
  }

  private static String answer(Exchange exchange) {
    return text(
            "answered %d after %.1f ms%s",
            exchange.status(),
            exchange.took().toNanos() / 1e6,
            exchange.operationState().map(state -> ", the edges' operation " + state).orElse(""))
        + (exchange.ok() ? "" : ": " + exchange.body());
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
