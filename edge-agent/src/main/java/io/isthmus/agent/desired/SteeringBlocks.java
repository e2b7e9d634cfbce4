package io.isthmus.agent.desired;

import static io.isthmus.agent.desired.Numbering.DEFAULT_CLASS;

import io.isthmus.agent.desired.Catalog.Keyed;
import io.isthmus.agent.desired.DesiredState.SlotKey;
import io.isthmus.agent.desired.Resource.RemoteEdge;
import io.isthmus.agent.desired.Resource.Steering;
import io.isthmus.agent.desired.Resource.TrafficClass;
import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.Instance;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.net.Prefix;
import io.isthmus.agent.netlink.Interface;
import io.isthmus.agent.netlink.KernelObject;
import io.isthmus.agent.netlink.KernelObject.ByHash;
import io.isthmus.agent.netlink.KernelObject.HopGroup;
import io.isthmus.agent.netlink.KernelObject.Member;
import io.isthmus.agent.netlink.KernelObject.Resilient;
import io.isthmus.agent.netlink.KernelObject.Route;
import io.isthmus.agent.netlink.KernelObject.Target;
import io.isthmus.agent.netlink.KernelObject.ToHop;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What carries each class to each edge: a group of tunnels for each of its slots, and the routes
 * that lead into the group. Gives out numbers of groups.
 */
final class SteeringBlocks {

  /**
   * Flows that pause for a second have nothing in flight that could be overtaken. Busy ones wait a
   * minute for their share to be right: they move only where otherwise it never would be.
   */
  private static final Resilient RESILIENT = new Resilient(512, 100, 6_000);

  private final Catalog catalog;
  private final LocalNetwork local;
  private final HopIds hopIds;
  private final TunnelBlocks tunnels;
  private final boolean resilientGroups;
  private final Instance instance;
  private final Blocks blocks;
  private final Map<String, SlotKey> slotKeys = new TreeMap<>();

  SteeringBlocks(
      Catalog catalog,
      LocalNetwork local,
      HopIds hopIds,
      TunnelBlocks tunnels,
      Machine machine,
      Blocks blocks) {
    this.catalog = catalog;
    this.local = local;
    this.hopIds = hopIds;
    this.tunnels = tunnels;
    this.resilientGroups = machine.features().resilientGroups();
    this.instance = machine.instance();
    this.blocks = blocks;
  }

  void add(Choices choices) {
    catalog.steerings.forEach(keyed -> steering(keyed, choices.of(keyed.key(), keyed.value())));
  }

  /** Of steerings that were added and have several slots. */
  Map<String, SlotKey> slotKeys() {
    return slotKeys;
  }

  private void steering(Keyed<Steering> keyed, Choice choice) {
    TrafficClass trafficClass = catalog.trafficClass(keyed.value().trafficClass());
    RemoteEdge destination = catalog.remoteEdge(keyed.value().destinationEdge());
    for (int slot = 0; slot < choice.slots().size(); slot++) {
      int table = Numbering.slotTable(instance, trafficClass.number(), slot);
      List<Member> members = members(choice.slots().get(slot));
      HopGroup group = group(trafficClass, slot, destination, members);
      blocks.add(Blocks.groupKey(keyed.key(), slot), group, () -> List.of(group));
      routes(
          Blocks.key(keyed.key(), "routes" + slot), table, group.id(), destination.lanPrefixes());
    }
    if (choice.slots().size() > 1) {
      slotKeys.put(
          keyed.key(),
          new SlotKey(Numbering.markedNumber(trafficClass.number()), destination.edgeNumber()));
    }
  }

  private HopGroup group(
      TrafficClass trafficClass, int slot, RemoteEdge destination, List<Member> members) {
    boolean resilient =
        resilientGroups
            && (trafficClass.spreading() == Resource.Spreading.RESILIENT
                || trafficClass.existingFlows() == Resource.ExistingFlows.STICKY);
    int table = Numbering.slotTable(instance, trafficClass.number(), slot);
    int id =
        slot == 0 && !resilient
            ? Numbering.group(instance, trafficClass.number(), destination.edgeNumber())
            : hopIds.groupOf(
                new HopIds.Place(table, destination.edgeNumber(), resilient),
                destination.lanPrefixes());
    return new HopGroup(id, members, resilient ? RESILIENT : new ByHash());
  }

  private void routes(String key, int table, int group, List<Prefix> prefixes) {
    Target target = new ToHop(group);
    // Marks are for forwarded packets: the edge's own are in the default class.
    List<Interface.Address> sources =
        table == Numbering.classTable(instance, DEFAULT_CLASS) ? local.lanAddresses() : List.of();
    blocks.add(
        key,
        List.of(table, target, prefixes, sources),
        () ->
            prefixes.stream()
                .map(p -> (KernelObject) new Route(p, table, target, source(sources, p.family())))
                .toList());
  }

  private static @Nullable IpAddress source(List<Interface.Address> sources, Family family) {
    return sources.stream()
        .map(Interface.Address::ip)
        .filter(ip -> ip.family() == family)
        .findFirst()
        .orElse(null);
  }

  private List<Member> members(List<Share> shares) {
    return members(shares, Numbering.dropHop(instance), share -> tunnels.hop(share.tunnelKey()));
  }

  /** A group without tunnels drops, so that dropping and carrying again are replacements too. */
  static List<Member> members(List<Share> shares, int dropHop, ToIntFunction<Share> hop) {
    return shares.isEmpty()
        ? List.of(new Member(dropHop, 1))
        : shares.stream()
            .map(share -> new Member(hop.applyAsInt(share), share.weight()))
            .sorted(Comparator.comparingInt(Member::hop))
            .toList();
  }
}
