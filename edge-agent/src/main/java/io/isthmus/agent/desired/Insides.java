package io.isthmus.agent.desired;

import io.isthmus.agent.desired.Catalog.Keyed;
import io.isthmus.agent.desired.Resource.Encrypted;
import io.isthmus.agent.desired.Resource.Inside;
import io.isthmus.agent.desired.Resource.Path;
import io.isthmus.agent.desired.Resource.RemoteKey;
import io.isthmus.agent.desired.Resource.WanLink;
import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.Instance;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.net.Prefix;
import io.isthmus.agent.netlink.KernelObject;
import io.isthmus.agent.netlink.KernelObject.DeviceAddress;
import io.isthmus.agent.netlink.KernelObject.Route;
import io.isthmus.agent.netlink.KernelObject.Rule;
import io.isthmus.agent.netlink.KernelObject.ToDevice;
import io.isthmus.agent.netlink.KernelObject.Unreachable;
import io.isthmus.agent.wireguard.Encryption;
import io.isthmus.agent.wireguard.Keys;
import io.isthmus.agent.wireguard.Names;
import io.isthmus.agent.wireguard.Peer;
import io.isthmus.agent.wireguard.Peer.Endpoint;
import io.isthmus.agent.wireguard.SecureInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The WireGuard interfaces that a configuration asks for, and what surrounds them in the kernel:
 * each has an address inside, a table by which that address reaches the interface's peers and
 * nobody else, and a mark by which its outer packets leave by their WAN link or not at all.
 */
final class Insides {

  private static final int SOURCE_PRIORITY = 900;
  private static final int OUTER_PRIORITY = 950;

  private Insides() {}

  static List<SecureInterface> interfaces(
      Catalog catalog, Names names, Function<WanLink, List<IpAddress>> sources) {
    return catalog.wanLinks.values().stream()
        .flatMap(link -> ofLink(catalog, link.value(), names, sources.apply(link.value())).stream())
        .toList();
  }

  private static List<SecureInterface> ofLink(
      Catalog catalog, WanLink link, Names names, List<IpAddress> sources) {
    List<Peer> peers = peers(catalog, link);
    int mark = Numbering.outerMark(names.instance(), link.number());
    List<SecureInterface> interfaces = new ArrayList<>();
    for (Inside inside : link.insides()) {
      interfaces.add(
          new SecureInterface(
              names.of(link.number(), inside.generation()),
              link.number(),
              inside.generation(),
              inside.mtu(),
              mark,
              sources,
              peers));
    }
    return interfaces;
  }

  /** Of all paths from the link, in all generations. */
  static List<Peer> peers(Catalog catalog, WanLink link) {
    List<Peer> peers = new ArrayList<>();
    for (Keyed<Path> path : catalog.paths.values()) {
      if (path.value().localWanLink().equals(link.name())
          && path.value().protection() instanceof Encrypted encrypted) {
        IpAddress remote = path.value().remoteAddress();
        for (RemoteKey key : encrypted.peers()) {
          Endpoint endpoint = remote == null ? null : new Endpoint(remote, key.endpointPort());
          peers.add(new Peer(key.key(), key.address(), endpoint));
        }
      }
    }
    return peers;
  }

  /** Keys that are to be there: of the newest generation, and of those that are in use. */
  static List<Keys.Need> needs(Catalog catalog) {
    List<Keys.Need> needs = new ArrayList<>();
    for (Keyed<WanLink> keyed : catalog.wanLinks.values()) {
      TreeSet<Integer> generations = new TreeSet<>();
      keyed.value().insides().forEach(inside -> generations.add(inside.generation()));
      if (keyed.value().wireguardGeneration() > 0) {
        generations.add(keyed.value().wireguardGeneration());
      }
      if (!generations.isEmpty()) {
        needs.add(new Keys.Need(keyed.value().number(), List.copyOf(generations)));
      }
    }
    return needs;
  }

  /** Where nothing can encrypt, what is sent from inside finds no way, and there is no inside. */
  static List<KernelObject> objects(Catalog catalog, WanLink link, Encryption encryption) {
    Names names = encryption.names();
    List<KernelObject> objects = new ArrayList<>();
    for (Inside inside : link.insides()) {
      String device = names.of(link.number(), inside.generation());
      int table = Numbering.insideTable(names.instance(), link.number(), inside.generation());
      objects.add(new Route(Prefix.any(Family.IPV6), table, new Unreachable(), null));
      if (encryption.isAvailable()) {
        objects.add(new DeviceAddress(device, inside.address(), Family.IPV6.bits()));
        for (Peer peer : peers(catalog, link)) {
          ToDevice way = new ToDevice(device, null, false);
          objects.add(new Route(Prefix.host(peer.address()), table, way, null));
        }
      }
      objects.add(new Rule(Family.IPV6, SOURCE_PRIORITY, inside.address(), null, 0, 0, table));
    }
    if (!objects.isEmpty()) {
      outer(new Instance(names.instance()), link, objects);
    }
    return objects;
  }

  private static void outer(Instance instance, WanLink link, List<KernelObject> objects) {
    int mark = Numbering.outerMark(instance.number(), link.number());
    for (Family family : Family.values()) {
      int table = Numbering.wanTable(instance, link.number());
      objects.add(new Rule(family, OUTER_PRIORITY, null, null, mark, Numbering.OUTER_MASK, table));
      objects.add(
          new Rule(
              family,
              OUTER_PRIORITY + 1,
              null,
              null,
              mark,
              Numbering.OUTER_MASK,
              Rule.UNREACHABLE));
    }
  }
}
