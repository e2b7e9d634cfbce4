package io.isthmus.agent.nft;

import static io.isthmus.agent.nft.RulesetText.ip;
import static io.isthmus.agent.nft.RulesetText.joined;
import static io.isthmus.agent.nft.RulesetText.name;
import static io.isthmus.agent.nft.RulesetText.type;

import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.net.Prefix;
import java.util.Collection;
import java.util.List;

/**
 * The sets of addresses that chains look into, one of each for a family: what overlays lead to, the
 * peers whose VXLAN is taken in clear, and the other ends of paths.
 */
final class AddressSets {

  private final Policy policy;
  private final RulesetText text;

  AddressSets(Policy policy, RulesetText text) {
    this.policy = policy;
    this.text = text;
  }

  void declare() {
    for (Family family : Family.values()) {
      set("overlay", family, "flags interval", Prefix.outermost(withoutDefault(), family));
      set("peers", family, "", peers(family));
      set("probed", family, "", probed(family));
    }
  }

  /** A default route by an overlay must not shut the edge itself off from its WANs. */
  private List<Prefix> withoutDefault() {
    return policy.overlayPrefixes().stream().filter(p -> p.length() > 0).toList();
  }

  private List<IpAddress> peers(Family family) {
    return policy.outside().stream()
        .flatMap(tunnels -> tunnels.peers().stream())
        .filter(p -> p.family() == family)
        .sorted()
        .toList();
  }

  private List<IpAddress> probed(Family family) {
    return policy.probed().stream().filter(p -> p.family() == family).toList();
  }

  private void set(String name, Family family, String flags, Collection<?> elements) {
    text.open("set " + name + "_" + name(family));
    text.rule("type " + type(family));
    // With a size, elements of four bytes have the quicker kind of table.
    if (flags.isEmpty() && !elements.isEmpty()) {
      text.rule("size " + elements.size());
    }
    if (!flags.isEmpty()) {
      text.rule(flags);
    }
    if (!elements.isEmpty()) {
      text.rule("elements = { " + joined(elements, Object::toString) + " }");
    }
    text.end();
  }

  /** What an overlay leads to does not leave in clear. */
  static void refuseInClear(RulesetText text) {
    for (Family family : Family.values()) {
      text.rule(
          ip(family) + " daddr @overlay_" + name(family) + " counter name refused_in_clear drop");
    }
  }
}
