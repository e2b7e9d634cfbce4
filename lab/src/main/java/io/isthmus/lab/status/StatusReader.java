package io.isthmus.lab.status;

import io.isthmus.lab.Lab;
import io.isthmus.lab.LabFailure;
import io.isthmus.lab.flow.TunnelPing;
import io.isthmus.lab.kernel.Ip;
import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.kernel.ProcFs;
import io.isthmus.lab.network.WanKind;
import io.isthmus.lab.process.LabProcesses;
import io.isthmus.lab.rest.ControllerApi;
import io.isthmus.lab.status.LabStatus.CarriageLine;
import io.isthmus.lab.status.LabStatus.EdgeLine;
import io.isthmus.lab.status.LabStatus.PathLine;
import io.isthmus.lab.status.LabStatus.TunnelLine;
import io.isthmus.lab.status.LabStatus.WanLine;
import io.isthmus.lab.wan.Impairment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Asks the controller, the kernel, and the overlays themselves. */
public final class StatusReader {
  private static final Duration PING_LIMIT = Duration.ofMillis(300);

  private final Lab lab;
  private final ControllerApi api;
  private final LabProcesses processes;

  public StatusReader(Lab lab) {
    this.lab = lab;
    this.api = lab.controller();
    this.processes = lab.processes();
  }

  public LabStatus read() throws IOException {
    List<JsonNode> edges = api.list("/edges");
    List<EdgeLine> edgeLines = new ArrayList<>();
    List<WanLine> wanLines = new ArrayList<>();
    for (JsonNode edge : edges) {
      String name = text(edge, "name");
      edgeLines.add(edge(name));
      wanLines.addAll(wans(name, edge.path("wanLinks")));
    }
    String emulator = emulator();
    return new LabStatus(
        emulator,
        edgeLines,
        wanLines,
        tunnels(),
        paths(),
        carriages(),
        emulator.equals("RUNNING") ? impairments() : List.of());
  }

  private String emulator() {
    if (lab.load().wanKind() == WanKind.DIRECT) {
      return "NONE";
    }
    return lab.wan().isThere() ? "RUNNING" : "DEAD";
  }

  private List<String> impairments() {
    return lab.wan().list().stream()
        .filter(line -> !line.impairment().equals(Impairment.NONE))
        .map(line ->
            "%s at %s, %s: %s"
                .formatted(
                    line.wan(),
                    line.edge(),
                    line.direction().name().toLowerCase(Locale.ROOT),
                    line.impairment().describe()))
        .toList();
  }

  private EdgeLine edge(String name) {
    JsonNode status = ControllerApi.require(api.get("/edges/%s/status".formatted(name))).body();
    Optional<Long> rss =
        processes
            .find("agent/" + name)
            .map(agent -> ProcFs.rssBytes(agent.pid()))
            .filter(OptionalLong::isPresent)
            .map(OptionalLong::getAsLong);
    return new EdgeLine(
        name,
        text(status, "connection"),
        text(status, "configState"),
        status.path("plannedRevision").asLong(),
        status.path("appliedRevision").asLong(),
        rss,
        status.path("identity").path("state").asString("NONE"),
        status.path("identity").path("certificateExpiresAt").asStringOpt().map(Instant::parse),
        status.path("agent").path("wireGuard").asString("UNKNOWN"),
        keys(status.path("keys")));
  }

  private static String keys(JsonNode keys) {
    return keys.path("generation").isNumber()
        ? "%d %s"
            .formatted(
                keys.path("generation").asInt(), text(keys, "state").toLowerCase(Locale.ROOT))
        : "none";
  }

  private List<WanLine> wans(String edge, JsonNode links) {
    Map<String, JsonNode> counters = counters(lab.name().edge(edge));
    List<WanLine> lines = new ArrayList<>();
    for (JsonNode link : links) {
      String interfaceName = text(link, "interface");
      JsonNode seen = counters.get(interfaceName);
      if (seen == null) {
        throw new LabFailure("edge %s has no interface %s".formatted(edge, interfaceName));
      }
      lines.add(
          new WanLine(
              edge,
              text(link, "name"),
              text(link, "transport"),
              interfaceName,
              text(link, "address"),
              seen.path("tx").path("packets").asLong(),
              seen.path("tx").path("bytes").asLong(),
              seen.path("rx").path("packets").asLong(),
              seen.path("rx").path("bytes").asLong()));
    }
    return lines;
  }

  private static Map<String, JsonNode> counters(Namespace edge) {
    Map<String, JsonNode> counters = new HashMap<>();
    for (JsonNode link : Ip.ask(edge, "-s", "link")) {
      counters.put(text(link, "ifname"), link.path("stats64"));
    }
    return counters;
  }

  /** An overlay between two edges is one line, however many paths it has. */
  private List<TunnelLine> tunnels() throws IOException {
    Map<String, List<JsonNode>> groups = new TreeMap<>();
    for (JsonNode tunnel : api.list("/tunnels")) {
      String pair =
          "%08d %s %s"
              .formatted(
                  tunnel.path("vni").asInt(),
                  text(tunnel.path("local"), "edge"),
                  text(tunnel.path("remote"), "edge"));
      groups.computeIfAbsent(pair, any -> new ArrayList<>()).add(tunnel);
    }
    List<TunnelLine> lines = new ArrayList<>();
    for (List<JsonNode> group : groups.values()) {
      lines.add(tunnel(group));
    }
    return lines;
  }

  private TunnelLine tunnel(List<JsonNode> group) throws IOException {
    JsonNode any = group.getFirst();
    String local = text(any.path("local"), "edge");
    List<String> endpoints =
        group.stream()
            .map(tunnel ->
                text(tunnel.path("local"), "address")
                    + " - "
                    + text(tunnel.path("remote"), "address"))
            .toList();
    return new TunnelLine(
        text(any, "overlay"),
        any.path("vni").asInt(),
        local,
        text(any.path("remote"), "edge"),
        endpoints,
        group.stream()
            .map(tunnel -> text(tunnel, "protection"))
            .distinct()
            .sorted()
            .collect(Collectors.joining(", ")),
        TunnelPing.rttMs(
            lab.name().edge(local),
            text(any, "localTunnelAddress"),
            text(any, "remoteTunnelAddress"),
            PING_LIMIT));
  }

  private List<CarriageLine> carriages() {
    return api.list("/carriages").stream()
        .map(carriage ->
            new CarriageLine(
                text(carriage, "trafficClass"),
                text(carriage, "sourceEdge"),
                text(carriage, "destinationEdge"),
                overlays(carriage),
                text(carriage.path("effective"), "cause").isEmpty()
                    ? text(carriage, "basis")
                    : text(carriage.path("effective"), "cause"),
                text(carriage.path("effective"), "reason")))
        .toList();
  }

  private List<PathLine> paths() {
    List<PathLine> lines = new ArrayList<>();
    for (JsonNode path : api.list("/paths")) {
      String protection = text(path, "protection");
      lines.add(path(path.path("local"), path.path("remote"), protection, path.path("quality")));
      lines.add(
          path(path.path("remote"), path.path("local"), protection, path.path("remoteQuality")));
    }
    return lines.stream()
        .sorted(
            Comparator.comparing(PathLine::edge)
                .thenComparing(PathLine::remoteEdge)
                .thenComparing(PathLine::link))
        .toList();
  }

  private static PathLine path(
      JsonNode local, JsonNode remote, String protection, JsonNode quality) {
    return new PathLine(
        text(local, "edge"),
        text(local, "wanLink"),
        text(remote, "edge"),
        text(remote, "wanLink"),
        protection,
        quality.path("state").asString("UNKNOWN"),
        number(quality.path("rttMs").path("mean")),
        number(quality.path("jitterForwardMs")),
        number(quality.path("lossPct")));
  }

  private static Optional<Double> number(JsonNode node) {
    return node.isNumber() ? Optional.of(node.asDouble()) : Optional.empty();
  }

  private static String overlays(JsonNode carriage) {
    JsonNode effective = carriage.path("effective");
    List<String> names = new ArrayList<>();
    if (effective.isObject()) {
      effective.path("legs").forEach(leg -> names.add(text(leg, "overlay")));
    } else {
      carriage.path("overlays").forEach(entry -> names.add(entry.asString("")));
    }
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }
}
