package io.isthmus.agent.nft;

import static io.isthmus.agent.nft.RulesetText.anyOf;
import static io.isthmus.agent.nft.RulesetText.ip;
import static io.isthmus.agent.nft.RulesetText.quoted;

import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.nft.Policy.Tunnels;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is done with a packet before anything else: whose VXLAN and whose probes are taken, from the
 * WANs and from within WireGuard. Outer packets are sorted out by address, since tracking each
 * would double the connection table.
 */
final class ArrivingChains {

  /** Of a VXLAN header behind one of UDP. */
  private static final String VNI = "@th,96,24";

  private final Policy policy;
  private final Devices devices;
  private final RulesetText text;

  ArrivingChains(Policy policy, Devices devices, RulesetText text) {
    this.policy = policy;
    this.devices = devices;
    this.text = text;
  }

  void write() {
    String own = policy.instance().isFirst() ? "accept" : "goto own_domain";
    text.hook("arriving", "prerouting", "raw");
    devices.byDevice(
        "iif",
        List.of(devices.lans(own), devices.overlay(own), devices.wans("goto from_underlay")));
    text.rule("iifname " + quoted(policy.insides().devices()) + " goto from_inside");
    text.end();
    if (!policy.instance().isFirst()) {
      ownDomain();
    }
    fromUnderlay();
    outerIn();
    fromInside();
    innerIn();
    probeIn();
  }

  private void ownDomain() {
    text.chain("own_domain");
    text.rule(
        "ct zone set "
            + policy.instance().zone()
            + " meta mark set "
            + ClassMarks.ofNoClass(policy)
            + " accept");
    text.end();
  }

  private void fromUnderlay() {
    text.chain("from_underlay");
    text.rule("udp dport " + policy.vxlanPort() + " goto outer_in");
    text.rule("udp dport " + policy.probePort() + " jump probe_in");
    dropEdgesOwn();
    text.end();
  }

  private void dropEdgesOwn() {
    text.rule("ip6 daddr " + policy.tunnelAddresses() + " drop");
    text.rule("ip6 daddr " + policy.insides().all() + " drop");
  }

  private void outerIn() {
    text.chain("outer_in");
    networks(policy.outside(), Family.IPV4);
    dropEdgesOwn();
    networks(policy.outside(), Family.IPV6);
    List<Integer> vnis = vnis();
    if (!vnis.isEmpty()) {
      text.rule(VNI + " " + anyOf(vnis, String::valueOf) + " counter name refused_outer drop");
    }
    text.end();
  }

  /**
   * Virtual networks are taken from those alone who have a tunnel of them this way: what is to be
   * encrypted is not taken in clear, whoever sends it.
   */
  private void networks(List<Tunnels> tunnels, Family family) {
    for (Tunnels some : tunnels) {
      List<IpAddress> peers = some.peers().stream().filter(p -> p.family() == family).toList();
      if (!peers.isEmpty()) {
        String from = ip(family) + " saddr " + anyOf(peers, IpAddress::toString);
        String network = VNI + " " + anyOf(some.vnis(), String::valueOf);
        text.rule(from + " " + network + " notrack accept");
      }
    }
  }

  /** Networks of other instances are theirs to judge, and the kernel drops those of nobody. */
  private List<Integer> vnis() {
    return Stream.concat(policy.outside().stream(), policy.inside().stream())
        .flatMap(tunnels -> tunnels.vnis().stream())
        .sorted()
        .distinct()
        .toList();
  }

  /** WireGuard has seen to it that a source is the peer's own. */
  private void fromInside() {
    String answers = anyOf(policy.remoteProbePorts(), String::valueOf);
    text.chain("from_inside");
    text.rule("ip6 daddr != " + policy.insides().own() + " counter name refused_inside drop");
    text.rule("udp dport " + policy.vxlanPort() + " goto inner_in");
    text.rule("ip6 saddr @probed_ipv6 udp dport " + policy.probePort() + " notrack accept");
    text.rule("ip6 saddr @probed_ipv6 udp sport " + answers + " notrack accept");
    text.rule("counter name refused_inside drop");
    text.end();
  }

  private void innerIn() {
    text.chain("inner_in");
    networks(policy.inside(), Family.IPV6);
    text.rule("counter name refused_inside drop");
    text.end();
  }

  private void probeIn() {
    text.chain("probe_in");
    text.rule("ip saddr != @probed_ipv4 drop");
    text.rule("ip6 saddr != @probed_ipv6 drop");
    text.end();
  }
}
