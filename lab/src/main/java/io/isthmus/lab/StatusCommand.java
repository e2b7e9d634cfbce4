package io.isthmus.lab;

import io.isthmus.lab.status.LabStatus;
import io.isthmus.lab.status.StatusReader;
import io.isthmus.lab.up.HostCheck;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Shows how the lab is. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Show edges, WAN links, overlays, and what carries which class.",
      "Exits with 0 only if every edge carries the newest intent and every overlay answers a ping."
    })
final class StatusCommand implements Callable<Integer> {
  @Mixin private LabOptions options = new LabOptions();

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    HostCheck.requireRoot();
    LabStatus status = new StatusReader(options.lab()).read();
    System.out.print(json ? json(status) : text(status));
    return status.isWell() ? 0 : 1;
  }

  static String json(LabStatus status) {
    return JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(status)
        + "\n";
  }

  static String text(LabStatus status) {
    return String.join(
        "\n",
        edges(status),
        wanLinks(status) + emulator(status),
        tunnels(status),
        paths(status),
        carriages(status));
  }

  private static String emulator(LabStatus status) {
    return switch (status.emulator()) {
      case "RUNNING" ->
          status.impairments().isEmpty()
              ? "  (emulated, without impairment)\n"
              : String.join("", status.impairments().stream().map("  ! %s%n"::formatted).toList());
      case "DEAD" -> "  ! the WAN emulator is not running: `./isthmus lab up` starts it again\n";
      default -> "";
    };
  }

  private static String edges(LabStatus status) {
    TextTable table =
        new TextTable(
            "Edges",
            "edge",
            "stream",
            "configuration",
            "revision",
            "identity",
            "certificate ends",
            "WireGuard",
            "keys",
            "agent memory");
    status
        .edges()
        .forEach(edge ->
            table.row(
                edge.edge(),
                edge.connection(),
                edge.configState(),
                edge.appliedRevision() == edge.plannedRevision()
                    ? edge.appliedRevision()
                    : "%d of %d".formatted(edge.appliedRevision(), edge.plannedRevision()),
                edge.identity(),
                edge.certificateEnds().map(StatusCommand::fromNow).orElse("-"),
                edge.wireGuard().toLowerCase(Locale.ROOT),
                edge.keys(),
                edge.rssBytes().map(StatusCommand::megabytes).orElse("not running")));
    return table.toString();
  }

  private static String wanLinks(LabStatus status) {
    TextTable table =
        new TextTable(
            "WAN links, by the kernel's counters",
            "edge",
            "link",
            "transport",
            "interface",
            "address",
            "packets out",
            "out",
            "packets in",
            "in");
    status
        .wanLinks()
        .forEach(link ->
            table.row(
                link.edge(),
                link.link(),
                link.transport(),
                link.interfaceName(),
                link.address(),
                link.sentPackets(),
                megabytes(link.sentBytes()),
                link.receivedPackets(),
                megabytes(link.receivedBytes())));
    return table.toString();
  }

  private static String tunnels(LabStatus status) {
    TextTable table =
        new TextTable(
            "Overlays between edges",
            "overlay",
            "VNI",
            "from",
            "to",
            "tunnels",
            "carried by",
            "ping");
    status
        .tunnels()
        .forEach(tunnel ->
            table.row(
                tunnel.overlay(),
                tunnel.vni(),
                tunnel.localEdge(),
                tunnel.remoteEdge(),
                String.join(", ", tunnel.endpoints()),
                tunnel.protection(),
                tunnel
                    .rttMs()
                    .map(rtt -> String.format(Locale.ROOT, "%.2f ms", rtt))
                    .orElse("no answer")));
    return table.toString();
  }

  private static String paths(LabStatus status) {
    TextTable table =
        new TextTable(
            "Paths, as edges measured them in the last second",
            "from",
            "to",
            "carried by",
            "state",
            "round trip",
            "jitter",
            "loss");
    status
        .paths()
        .forEach(path ->
            table.row(
                path.edge() + " " + path.link(),
                path.remoteEdge() + " " + path.remoteLink(),
                path.protection(),
                path.state(),
                measured(path.rttMs(), "%.2f ms"),
                measured(path.jitterMs(), "%.2f ms"),
                measured(path.lossPct(), "%.1f %%")));
    return table.toString();
  }

  private static String measured(Optional<Double> value, String format) {
    return value.map(number -> String.format(Locale.ROOT, format, number)).orElse("-");
  }

  private static String carriages(LabStatus status) {
    TextTable table =
        new TextTable(
            "What carries which class", "class", "from", "to", "overlay", "because of", "why");
    status
        .carriages()
        .forEach(carriage ->
            table.row(
                carriage.trafficClass(),
                carriage.sourceEdge(),
                carriage.destinationEdge(),
                carriage.overlays(),
                carriage.basis(),
                carriage.reason()));
    return table.toString();
  }

  private static String fromNow(Instant end) {
    Duration left = Duration.between(Instant.now(), end);
    return left.isNegative()
        ? "has ended"
        : "in %d h %d min".formatted(left.toHours(), left.toMinutesPart());
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
