package io.isthmus.agent.desired;

import static io.isthmus.agent.desired.Numbering.DEFAULT_CLASS;
import static io.isthmus.agent.desired.Numbering.DEVICE;

import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.netlink.KernelObject;
import io.isthmus.agent.netlink.KernelObject.Rule;
import java.util.ArrayList;
import java.util.List;

/**
 * The policy rules, a list that every packet walks, so there is one for each WAN link and class and
 * none for an overlay:
 *
 * <pre>
 *  900  from an inside address    its own table: to peers by WireGuard, and to nowhere else
 *  950  marked outer WireGuard    that WAN's table
 *  951  marked outer WireGuard    unreachable: it never falls through to another WAN
 * 1000  from WAN address          that WAN's table: outer packets leave by their own WAN
 * 1500  all                       LAN prefixes: what is here never takes an overlay
 * 2000  marked with a class       the table of the class, and of the slot where it has several
 * 2900  arrived by an overlay     the default class's table, where the edge is a hub
 * 3000  arrived by an overlay     unreachable: it never falls through to the main table
 * 3400  all (IPv6)                tunnel addresses
 * 3500  all                       the default class's table
 * </pre>
 */
final class RuleList {

  /** Packets with this mark look there. */
  record Mark(int value, int mask, int table) {}

  private RuleList() {}

  static List<KernelObject> of(
      List<IpAddress> wanAddresses, List<Integer> wanTables, List<Mark> marks, boolean hub) {
    List<KernelObject> rules = new ArrayList<>();
    for (int i = 0; i < wanAddresses.size(); i++) {
      IpAddress address = wanAddresses.get(i);
      rules.add(new Rule(address.family(), 1000, address, null, 0, 0, wanTables.get(i)));
    }
    int defaultTable = Numbering.classTable(DEFAULT_CLASS);
    for (Family family : Family.values()) {
      rules.add(all(family, 1500, Numbering.LAN_TABLE));
      marks.forEach(mark -> rules.add(marked(family, mark)));
      if (hub) {
        rules.add(new Rule(family, 2900, null, DEVICE, 0, 0, defaultTable));
      }
      rules.add(new Rule(family, 3000, null, DEVICE, 0, 0, Rule.UNREACHABLE));
      rules.add(all(family, 3500, defaultTable));
    }
    rules.add(all(Family.IPV6, 3400, Numbering.TUNNEL_ADDRESS_TABLE));
    return rules;
  }

  private static Rule all(Family family, int priority, int table) {
    return new Rule(family, priority, null, null, 0, 0, table);
  }

  private static Rule marked(Family family, Mark mark) {
    return new Rule(family, 2000, null, null, mark.value(), mark.mask(), mark.table());
  }
}
