package io.isthmus.agent.desired;

import io.isthmus.agent.desired.Catalog.Keyed;
import io.isthmus.agent.desired.Resource.LanSegment;
import io.isthmus.agent.desired.Resource.WanLink;
import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.Instance;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.net.Prefix;
import io.isthmus.agent.netlink.Interface;
import io.isthmus.agent.netlink.KernelObject;
import io.isthmus.agent.netlink.KernelObject.Route;
import io.isthmus.agent.netlink.KernelObject.Target;
import io.isthmus.agent.netlink.KernelObject.ToDevice;
import io.isthmus.agent.wireguard.Encryption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What leads to the machine's own networks: routes by each WAN link, outside of WireGuard and
 * within, and to the LANs.
 */
final class LinkBlocks {

  private final Catalog catalog;
  private final LocalNetwork local;
  private final Encryption encryption;
  private final Instance instance;
  private final Blocks blocks;

  LinkBlocks(Catalog catalog, LocalNetwork local, Machine machine, Blocks blocks) {
    this.catalog = catalog;
    this.local = local;
    this.encryption = machine.encryption();
    this.instance = machine.instance();
    this.blocks = blocks;
  }

  void add() {
    catalog.wanLinks.values().forEach(this::wanLink);
    catalog.wanLinks.values().forEach(this::inside);
    catalog.lanSegments.forEach(this::lanSegment);
  }

  private void wanLink(Keyed<WanLink> keyed) {
    WanLink link = keyed.value();
    Map<Interface.Address, Optional<IpAddress>> ways = new LinkedHashMap<>();
    for (Interface.Address address : local.wanAddresses(link)) {
      ways.put(address, local.gateway(link, address.ip().family()));
    }
    blocks.add(
        Blocks.key(keyed.key(), "routes"),
        List.of(link.number(), link.device(), ways),
        () -> {
          List<KernelObject> routes = new ArrayList<>();
          ways.forEach((address, way) -> routes.addAll(wanRoutes(link, address, way)));
          return routes;
        });
  }

  /** The default, and the link's own subnet, which needs no detour over the gateway. */
  private List<KernelObject> wanRoutes(
      WanLink link, Interface.Address address, Optional<IpAddress> way) {
    int table = Numbering.wanTable(instance, link.number());
    IpAddress gateway = way.orElse(null);
    Family family = address.ip().family();
    boolean hostOnly = address.length() == family.bits();
    Target target = new ToDevice(link.device(), gateway, gateway != null && hostOnly);
    List<KernelObject> routes = new ArrayList<>();
    // WireGuard leaves it to the route which of a device's addresses its packets have.
    IpAddress source = family == Family.IPV4 ? address.ip() : null;
    routes.add(new Route(Prefix.any(family), table, target, source));
    if (gateway != null && !hostOnly && address.length() > 0) {
      ToDevice onLink = new ToDevice(link.device(), null, false);
      routes.add(new Route(address.onLink(), table, onLink, source));
    }
    return routes;
  }

  /** What keeps the link's WireGuard interfaces to their ways, outside and inside. */
  private void inside(Keyed<WanLink> keyed) {
    WanLink link = keyed.value();
    blocks.add(
        Blocks.key(keyed.key(), "inside"),
        List.of(link, Insides.peers(catalog, link), encryption),
        () -> Insides.objects(catalog, link, encryption));
  }

  private void lanSegment(Keyed<LanSegment> keyed) {
    LanSegment segment = keyed.value();
    List<Interface.Address> addresses = local.addresses(segment.device());
    boolean up = local.isUp(segment.device());
    blocks.add(
        Blocks.key(keyed.key(), "routes"),
        List.of(segment, addresses, up),
        () -> up ? lanRoutes(segment, addresses) : List.of());
  }

  private List<KernelObject> lanRoutes(LanSegment segment, List<Interface.Address> addresses) {
    List<KernelObject> routes = new ArrayList<>();
    for (Prefix prefix : segment.prefixes()) {
      boolean onLink = addresses.stream().anyMatch(a -> a.onLink().contains(prefix));
      IpAddress gateway = segment.gateway();
      boolean byGateway = gateway != null && gateway.family() == prefix.family() && !onLink;
      Target target = new ToDevice(segment.device(), byGateway ? gateway : null, false);
      routes.add(new Route(prefix, Numbering.lanTable(instance), target, null));
    }
    return routes;
  }
}
