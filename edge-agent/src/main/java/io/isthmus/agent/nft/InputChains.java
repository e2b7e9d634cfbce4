package io.isthmus.agent.nft;

import static io.isthmus.agent.nft.RulesetText.anyOf;
import static io.isthmus.agent.nft.RulesetText.ip;

import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.IpAddress;
import java.util.List;

/**
 * What may reach the edge itself from its LANs and overlays. What comes by a WAN was looked at when
 * it arrived.
 */
final class InputChains {

  /**
   * From outside with an address of the machine's own, or that of a broadcast. The kernel would see
   * to it by a search through all rules for every packet (Linux, {@code fib_validate_source});
   * {@code accept_local} spares it that.
   */
  static final String FORGED = "meta nfproto ipv4 fib saddr type != unicast";

  private final Policy policy;
  private final Devices devices;
  private final RulesetText text;

  InputChains(Policy policy, Devices devices, RulesetText text) {
    this.policy = policy;
    this.devices = devices;
    this.text = text;
  }

  void write() {
    text.hook("input", "input", "filter");
    devices.byDevice(
        "iif",
        List.of(
            devices.wans("goto in_by_wan"),
            devices.lans("goto in_by_lan"),
            devices.overlay("goto in_by_overlay")));
    text.end();
    byWan();
    byLan();
    byOverlay();
  }

  private void byWan() {
    text.chain("in_by_wan");
    text.rule("udp dport " + policy.vxlanPort() + " accept");
    forged();
    text.end();
  }

  private void byLan() {
    text.chain("in_by_lan");
    forged();
    text.rule("ip6 daddr " + policy.insides().all() + " drop");
    text.rule("ip6 daddr " + policy.tunnelAddresses() + " drop");
    if (!policy.instance().isFirst()) {
      // Answers find their way back by the mark of what they answer: those of UDP have none.
      text.rule("meta l4proto != { icmp, tcp, udp, ipv6-icmp } counter name refused_foreign drop");
      text.rule("udp dport != { 67, 547 } counter name refused_foreign drop");
    }
    text.rule("fib daddr . iif type { local, broadcast, multicast, anycast } accept");
    toLanAddresses();
    text.rule("counter name refused_foreign drop");
    text.end();
  }

  private void byOverlay() {
    text.chain("in_by_overlay");
    forged();
    text.rule("ip6 daddr " + policy.insides().all() + " drop");
    text.rule("ip6 daddr " + policy.tunnelAddresses() + " accept");
    toLanAddresses();
    text.rule("counter name refused_foreign drop");
    text.end();
  }

  /** A host that asks for an address has none yet. */
  private void forged() {
    text.rule("ip saddr != 0.0.0.0 " + FORGED + " counter name refused_source drop");
  }

  /** Also those of another interface of the same domain. */
  private void toLanAddresses() {
    for (Family family : Family.values()) {
      List<IpAddress> own =
          policy.lanAddresses().stream().filter(a -> a.family() == family).toList();
      if (!own.isEmpty()) {
        text.rule(ip(family) + " daddr " + anyOf(own, IpAddress::toString) + " accept");
      }
    }
  }
}
