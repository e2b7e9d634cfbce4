package io.isthmus.lab.flow;

import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.kernel.Shell;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Counters in an underlay's kernel: what it forwards encrypted by WireGuard and what as VXLAN in
 * clear, between two of its addresses. A table of nftables that is there while this is open.
 */
public final class UnderlayCounters implements AutoCloseable {
  private static final String TABLE = "isthmus_lab_underlay";
  private final Namespace underlay;

  /** Packets in either direction. */
  public record Forwarded(long encrypted, long inClear) {
    public Forwarded since(Forwarded before) {
      return new Forwarded(encrypted - before.encrypted, inClear - before.inClear);
    }
  }

  /** Between two IPv4 addresses. */
  public UnderlayCounters(Namespace underlay, String one, String other) {
    this.underlay = underlay;
    String between = "ip saddr { %1$s, %2$s } ip daddr { %1$s, %2$s } udp".formatted(one, other);
    // Transport data begins with the type 4 and three reserved octets, 64 bits after the beginning
    // of the UDP header (WireGuard white paper, section 5.4.6).
    String rules =
        """
        table inet %1$s
        delete table inet %1$s
        table inet %1$s {
          counter encrypted {}
          counter clear {}
          chain forward { type filter hook forward priority 0;
            %2$s dport 4789 counter name clear
            %2$s dport != 4789 @th,64,32 0x04000000 counter name encrypted
          }
        }
        """
            .formatted(TABLE, between);
    Shell.run(underlay.exec(List.of("nft", "-f", "-")), rules).orFail();
  }

  public Forwarded read() {
    String json =
        Shell.run(
                underlay.exec(List.of("nft", "-j", "list", "counters", "table", "inet", TABLE)), "")
            .orFail();
    long encrypted = 0;
    long inClear = 0;
    for (JsonNode item : JsonMapper.shared().readTree(json).path("nftables")) {
      JsonNode counter = item.path("counter");
      long packets = counter.path("packets").asLong();
      switch (counter.path("name").asString("")) {
        case "encrypted" -> encrypted = packets;
        case "clear" -> inClear = packets;
        default -> {
          // The head of the answer.
        }
      }
    }
    return new Forwarded(encrypted, inClear);
  }

  @Override
  public void close() {
    Shell.run(underlay.exec(List.of("nft", "delete", "table", "inet", TABLE)), "");
  }
}
