package io.isthmus.agent;

import java.util.List;
import java.util.Map;

/** The report of {@link Status} for eyes. */
final class StatusText {

  private final StringBuilder text = new StringBuilder();

  private StatusText() {}

  static String of(Map<String, Object> report) {
    StatusText status = new StatusText();
    status.identity(report.get("identity"));
    status.line(
        "revision %s, %s resources, edge number %s, agent %s",
        report.get("revision"),
        report.get("resources"),
        report.get("edgeNumber"),
        Boolean.TRUE.equals(report.get("agentRunning")) ? "running" : "not running");
    status.line("device %s", report.get("device"));
    status.line("");
    status.line("WAN links");
    for (Map<?, ?> wan : objects(report.get("wanLinks"))) {
      status.line(
          "  %-12s %-10s %-24s sent %s packets, %s bytes; received %s packets, %s bytes",
          wan.get("name"),
          wan.get("interface"),
          wan.get("address"),
          wan.get("sentPackets"),
          wan.get("sentBytes"),
          wan.get("receivedPackets"),
          wan.get("receivedBytes"));
    }
    status.line("");
    status.line("Classes");
    objects(report.get("classes")).forEach(status::trafficClass);
    status.line("");
    status.line("Tunnels");
    for (Map<?, ?> tunnel : objects(report.get("tunnels"))) {
      status.line(
          "  %-32s vni %-8s %s > %s  nexthop %s",
          tunnel.get("key"),
          tunnel.get("vni"),
          tunnel.get("source"),
          tunnel.get("destination"),
          tunnel.get("nexthop"));
    }
    return status.text.toString();
  }

  private void identity(@org.jspecify.annotations.Nullable Object object) {
    if (!(object instanceof Map<?, ?> identity)) {
      return;
    }
    if (identity.containsKey("spiffeId")) {
      line("identity %s, instance %s", identity.get("spiffeId"), identity.get("instance"));
      line(
          "certificate until %s, issuer %s",
          identity.get("certificateExpires"), identity.get("issuerSha256"));
      line("controllers %s", identity.get("controllers"));
    }
    line("identity is %s", identity.get("state"));
  }

  private void trafficClass(Map<?, ?> object) {
    line(
        "  %s (%s): sent %s packets, %s bytes",
        object.get("name"),
        object.get("number"),
        object.get("sentPackets"),
        object.get("sentBytes"));
    for (Map<?, ?> steering : objects(object.get("steering"))) {
      StringBuilder members = new StringBuilder();
      for (Map<?, ?> member : objects(steering.get("members"))) {
        members.append(' ').append(member.get("tunnel")).append('*').append(member.get("weight"));
      }
      line("    to %-16s%s", steering.get("edge"), members.isEmpty() ? " dropped" : members);
    }
  }

  private static List<Map<?, ?>> objects(@org.jspecify.annotations.Nullable Object list) {
    return list instanceof List<?> items
        ? items.stream().<Map<?, ?>>map(item -> (Map<?, ?>) item).toList()
        : List.of();
  }

  private void line(String format, @org.jspecify.annotations.Nullable Object... values) {
    text.append(String.format(format, values)).append('\n');
  }
}
