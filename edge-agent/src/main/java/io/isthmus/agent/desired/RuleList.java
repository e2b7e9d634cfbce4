package io.isthmus.agent.desired;

import static io.isthmus.agent.desired.Numbering.DEFAULT_CLASS;

import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.Instance;
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
 *
 * These are the first instance's. What arrives by the LANs and overlays of another is marked as its
 * own and asks that instance's rules before all others, and no others:
 *
 * <pre>
 * 100 + 20 x N     of the instance                LAN prefixes
 *            + 1   of the instance, with a class  the table of the class and slot
 *            + 2   arrived by an overlay          the default class's table, where the edge is a hub
 *            + 3   arrived by an overlay          unreachable
 *            + 4   of the instance                the default class's table
 *            + 5   of the instance                unreachable
 * 3400             all (IPv6)                     tunnel addresses
 * </pre>
 */
final class RuleList {

  /** Packets with this mark look there. */
  record Mark(int value, int mask, int table) {}

  private RuleList() {}

  static List<KernelObject> of(
      Instance instance,
      List<IpAddress> wanAddresses,
      List<Integer> wanTables,
      List<Mark> marks,
      boolean hub) {
    List<KernelObject> rules = new ArrayList<>();
    for (int i = 0; i < wanAddresses.size(); i++) {
      IpAddress address = wanAddresses.get(i);
      rules.add(new Rule(address.family(), 1000, address, null, 0, 0, wanTables.get(i)));
    }
    Order order = instance.isFirst() ? FIRST : Order.of(instance);
    for (Family family : Family.values()) {
      rules.addAll(forwarding(instance, order, family, marks, hub));
    }
    rules.add(
        new Rule(Family.IPV6, 3400, null, null, 0, 0, Numbering.tunnelAddressTable(instance)));
    return rules;
  }

  /** Preferences of rules. */
  private record Order(int lan, int marked, int hub, int overlay, int rest, int end) {
    static Order of(Instance instance) {
      int first = 100 + 20 * instance.number();
      return new Order(first, first + 1, first + 2, first + 3, first + 4, first + 5);
    }
  }

  private static final Order FIRST = new Order(1500, 2000, 2900, 3000, 3500, 0);

  private static List<Rule> forwarding(
      Instance instance, Order order, Family family, List<Mark> marks, boolean hub) {
    List<Rule> rules = new ArrayList<>();
    int defaultTable = Numbering.classTable(instance, DEFAULT_CLASS);
    rules.add(all(instance, family, order.lan(), Numbering.lanTable(instance)));
    marks.forEach(mark ->
        rules.add(
            new Rule(
                family,
                order.marked(),
                null,
                null,
                mark.value() | instance.mark(),
                mark.mask() | ownMask(instance),
                mark.table())));
    String device = instance.device();
    if (hub) {
      rules.add(new Rule(family, order.hub(), null, device, 0, 0, defaultTable));
    }
    rules.add(new Rule(family, order.overlay(), null, device, 0, 0, Rule.UNREACHABLE));
    rules.add(all(instance, family, order.rest(), defaultTable));
    if (!instance.isFirst()) {
      rules.add(all(instance, family, order.end(), Rule.UNREACHABLE));
    }
    return rules;
  }

  /** Of the instance's packets; the first's are those of nobody else. */
  private static Rule all(Instance instance, Family family, int priority, int table) {
    return new Rule(family, priority, null, null, instance.mark(), ownMask(instance), table);
  }

  private static int ownMask(Instance instance) {
    return instance.isFirst() ? 0 : Instance.MARK_MASK;
  }
}
