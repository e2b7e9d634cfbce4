package io.isthmus.agent.nft;

import static io.isthmus.agent.nft.RulesetText.anyOf;
import static io.isthmus.agent.nft.RulesetText.hex;
import static io.isthmus.agent.nft.RulesetText.ip;
import static io.isthmus.agent.nft.RulesetText.name;
import static io.isthmus.agent.nft.RulesetText.quoted;

import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.Instance;
import java.util.List;

/**
 * What the edge itself sends, encapsulated packets among it. Whatever goes wrong with routes: from
 * inside, nothing gets outside, and what an overlay leads to does not leave in clear.
 */
final class LeavingChains {

  private final Policy policy;
  private final Devices devices;
  private final RulesetText text;
  private final String remoteProbePorts;

  LeavingChains(Policy policy, Devices devices, RulesetText text) {
    this.policy = policy;
    this.devices = devices;
    this.text = text;
    remoteProbePorts = anyOf(policy.remoteProbePorts(), String::valueOf);
  }

  void write() {
    leaving();
    if (!policy.instance().isFirst()) {
      toOwnOverlay();
    }
    outside();
    toInside();
    toUnderlay();
  }

  private void leaving() {
    text.hook("leaving", "output", "raw");
    devices.byDevice(
        "oif",
        policy.instance().isFirst()
            ? List.of(devices.wans("goto to_underlay"))
            : List.of(devices.wans("goto to_underlay"), devices.overlay("goto to_own_overlay")));
    text.rule("oifname " + quoted(policy.insides().devices()) + " goto to_inside");
    text.rule("oifname != \"lo\" jump outside");
    text.end();
  }

  /** The mark has led here; an outer packet that inherits it would not find its WAN. */
  private void toOwnOverlay() {
    text.chain("to_own_overlay");
    text.rule("meta mark set 0 accept");
    text.end();
  }

  private void outside() {
    text.chain("outside");
    text.rule("ip6 saddr " + policy.insides().own() + " counter name refused_in_clear drop");
    text.end();
  }

  private void toInside() {
    text.chain("to_inside");
    text.rule("ip6 saddr != " + policy.insides().own() + " drop");
    text.rule("udp dport " + policy.vxlanPort() + " notrack accept");
    text.rule("udp dport " + remoteProbePorts + " notrack accept");
    text.rule("udp sport " + policy.probePort() + " notrack accept");
    text.rule("drop");
    text.end();
  }

  private void toUnderlay() {
    String vxlan = "udp dport " + policy.vxlanPort();
    text.chain("to_underlay");
    text.rule(vxlan + " ip daddr @peers_ipv4 notrack accept");
    text.rule("jump outside");
    text.rule(vxlan + " ip6 daddr @peers_ipv6 notrack accept");
    for (Family family : Family.values()) {
      String to = ip(family) + " daddr @probed_" + name(family) + " accept";
      text.rule("udp dport " + remoteProbePorts + " " + to);
      text.rule("udp sport " + policy.probePort() + " " + to);
    }
    if (!policy.instance().isFirst()) {
      // What the machine sends by itself is not this instance's to judge.
      String own = ClassMarks.ofNoClass(policy);
      text.rule("meta mark and " + hex(Instance.MARK_MASK) + " != " + own + " accept");
    }
    AddressSets.refuseInClear(text);
    text.end();
  }
}
