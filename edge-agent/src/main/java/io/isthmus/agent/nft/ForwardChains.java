package io.isthmus.agent.nft;

import java.util.List;

/**
 * What may pass from one device to another. Nothing leaves by a WAN that came by a LAN, and into an
 * overlay and out of it goes only what is the edge's to carry.
 */
final class ForwardChains {

  private final Policy policy;
  private final Devices devices;
  private final RulesetText text;

  ForwardChains(Policy policy, Devices devices, RulesetText text) {
    this.policy = policy;
    this.devices = devices;
    this.text = text;
  }

  void write() {
    forward();
    toOverlay();
    toLan();
    toWan();
    edgesOnly();
  }

  private void forward() {
    text.hook("forward", "forward", "filter");
    text.rule(InputChains.FORGED + " counter name refused_source drop");
    devices.byDevice(
        "oif",
        List.of(
            devices.overlay("goto to_overlay"),
            devices.lans("goto to_lan"),
            devices.wans("goto to_wan")));
    text.rule("meta nfproto ipv6 jump edges_only");
    if (!policy.instance().isFirst()) {
      fromOwn("counter name refused_foreign drop");
    }
    text.end();
  }

  private void toOverlay() {
    text.chain("to_overlay");
    text.rule("meta nfproto ipv6 jump edges_only");
    text.rule("tcp flags & (syn | rst) == syn tcp option maxseg size set rt mtu");
    devices.byIndex("iif", List.of(devices.lans("goto count_class")));
    devices.from(devices.lans("goto count_class"));
    devices.from(
        devices.overlay(
            switch (policy.transit()) {
              case ALLOWED -> "goto count_class";
              case FORBIDDEN -> "counter name refused_transit drop";
            }));
    devices.from(devices.wans("drop"));
    closed();
    text.end();
  }

  private void toLan() {
    text.chain("to_lan");
    text.rule("meta nfproto ipv6 jump edges_only");
    devices.byIndex("iif", List.of(devices.overlay("accept")));
    if (!policy.instance().isFirst()) {
      fromOwn("accept");
    }
    devices.from(devices.wans("drop"));
    closed();
    text.end();
  }

  private void toWan() {
    text.chain("to_wan");
    text.rule("meta nfproto ipv6 jump edges_only");
    devices.from(
        devices.lans("counter name refused_in_clear reject with icmpx type admin-prohibited"));
    devices.from(devices.overlay("counter name refused_in_clear drop"));
    devices.from(devices.wans("drop"));
    AddressSets.refuseInClear(text);
    text.end();
  }

  /** Addresses that edges have among themselves. */
  private void edgesOnly() {
    text.chain("edges_only");
    text.rule("ip6 daddr " + policy.insides().all() + " drop");
    text.rule("ip6 saddr " + policy.insides().all() + " drop");
    text.rule("ip6 daddr " + policy.tunnelAddresses() + " drop");
    text.rule("ip6 saddr " + policy.tunnelAddresses() + " drop");
    text.end();
  }

  private void fromOwn(String verdict) {
    devices.from(devices.lans(verdict));
    devices.from(devices.overlay(verdict));
  }

  /** The first instance's domain is the machine's; into another's comes nothing but its own. */
  private void closed() {
    if (!policy.instance().isFirst()) {
      text.rule("counter name refused_foreign drop");
    }
  }
}
