package io.isthmus.lab.flow;

import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.kernel.Shell;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Counters in an underlay's kernel: VXLAN packets that it forwards, in either direction, by VNI. A
 * table of nftables that is there while this is open.
 */
public final class VniCounters implements AutoCloseable {
  private static final String TABLE = "isthmus_lab_vni";
  private final Namespace underlay;

  public VniCounters(Namespace underlay, Collection<Integer> vnis) {
    this.underlay = underlay;
    StringBuilder rules =
        new StringBuilder("table inet %1$s\ndelete table inet %1$s\n".formatted(TABLE));
    rules.append("table inet %s {\n".formatted(TABLE));
    vnis.forEach(vni -> rules.append("counter vni-%d {}\n".formatted(vni)));
    rules.append("chain forward { type filter hook forward priority 0;\n");
    // The VNI is 24 bits, 96 bits after the beginning of the UDP header (RFC 7348, section 5).
    vnis.forEach(vni ->
        rules.append("udp dport 4789 @th,96,24 %d counter name vni-%d\n".formatted(vni, vni)));
    rules.append("}\n}\n");
    Shell.run(underlay.exec(List.of("nft", "-f", "-")), rules.toString()).orFail();
  }

  /** Packets by VNI. */
  public Map<Integer, Long> read() {
    String json =
        Shell.run(
                underlay.exec(List.of("nft", "-j", "list", "counters", "table", "inet", TABLE)), "")
            .orFail();
    Map<Integer, Long> packets = new TreeMap<>();
    for (JsonNode item : JsonMapper.shared().readTree(json).path("nftables")) {
      JsonNode counter = item.path("counter");
      String name = counter.path("name").asString("");
      if (name.startsWith("vni-")) {
        packets.put(Integer.parseInt(name.substring(4)), counter.path("packets").asLong());
      }
    }
    return packets;
  }

  @Override
  public void close() {
    Shell.run(underlay.exec(List.of("nft", "delete", "table", "inet", TABLE)), "");
  }
}
