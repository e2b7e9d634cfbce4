package io.isthmus.agent.desired;

import io.isthmus.agent.desired.Catalog.Keyed;
import io.isthmus.agent.desired.Resource.Candidate;
import io.isthmus.agent.desired.Resource.Encrypted;
import io.isthmus.agent.desired.Resource.LanSegment;
import io.isthmus.agent.desired.Resource.Path;
import io.isthmus.agent.desired.Resource.Plain;
import io.isthmus.agent.desired.Resource.RemoteEdge;
import io.isthmus.agent.desired.Resource.RemoteKey;
import io.isthmus.agent.desired.Resource.Steering;
import io.isthmus.agent.desired.Resource.Tunnel;
import io.isthmus.agent.desired.Resource.WanLink;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.net.Prefix;
import io.isthmus.agent.netlink.Interface;
import io.isthmus.agent.netlink.Interfaces;
import io.isthmus.agent.wireguard.Encryption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks resources against each other and against the devices of the edge, and finds it all. */
final class Validation {

  private final Catalog catalog;
  private final Interfaces interfaces;
  private final Encryption encryption;
  private final List<Problem> problems;
  private final Unique<IpAddress> insideAddresses = new Unique<>("inside address");
  private final Unique<String> insideRoutes = new Unique<>("encrypted path from");
  private final Unique<String> insideKeys = new Unique<>("encrypted path from");

  private Validation(Catalog catalog, Interfaces interfaces, Encryption encryption) {
    this.catalog = catalog;
    this.encryption = encryption;
    this.interfaces = interfaces;
    this.problems = new ArrayList<>(catalog.problems);
  }

  static List<Problem> problems(
      Catalog catalog, Interfaces interfaces, Encryption encryption, boolean empty) {
    Validation validation = new Validation(catalog, interfaces, encryption);
    if (!empty) {
      validation.all();
    }
    return validation.problems;
  }

  private void all() {
    if (catalog.settings.isEmpty() && catalog.problems.isEmpty()) {
      invalid("", "the set has no settings: send them with the key 'settings', or an empty set");
    }
    wanLinks();
    lanSegments();
    remoteEdges();
    paths();
    tunnels();
    classes();
    steerings();
    catalog.applications.values().forEach(a -> knownClass(a.key(), a.value().trafficClass()));
  }

  private void wanLinks() {
    Unique<Integer> numbers = new Unique<>("WAN link number");
    Unique<IpAddress> addresses = new Unique<>("address");
    for (Keyed<WanLink> link : catalog.wanLinks.values()) {
      numbers.claim(link.value().number(), link.key());
      IpAddress address = link.value().address();
      if (address != null) {
        addresses.claim(address, link.key());
      }
      link.value().insides().forEach(inside -> insideAddresses.claim(inside.address(), link.key()));
      findDevice(link.key(), link.value().device()).ifPresent(device -> wanDevice(link, device));
    }
  }

  private void wanDevice(Keyed<WanLink> link, Interface device) {
    IpAddress address = link.value().address();
    if (address == null) {
      return;
    }
    Optional<Interface.Address> assigned =
        device.addresses().stream().filter(a -> a.ip().equals(address)).findFirst();
    if (assigned.isEmpty()) {
      String message =
          device.name() + " has no address " + address + ", it has " + device.addresses();
      problems.add(Problem.device(link.key(), message + ": assign it or correct the WAN link"));
      return;
    }
    IpAddress gateway = link.value().gateway();
    if (gateway != null && !isReachable(gateway, device, assigned.get())) {
      String message = "gateway " + gateway + " is on no subnet of " + device.name();
      problems.add(Problem.device(link.key(), message + ", it has " + device.addresses()));
    }
  }

  /** A host address (/32, /128) has no subnet: there, any gateway is taken as on-link. */
  private static boolean isReachable(
      IpAddress gateway, Interface device, Interface.Address assigned) {
    return gateway.isIpv6LinkLocal()
        || assigned.length() == gateway.family().bits()
        || device.addresses().stream().anyMatch(a -> a.onLink().contains(gateway));
  }

  private void lanSegments() {
    Unique<Prefix> prefixes = new Unique<>("prefix");
    for (Keyed<LanSegment> segment : catalog.lanSegments) {
      LanSegment value = segment.value();
      findDevice(segment.key(), value.device());
      value.prefixes().forEach(prefix -> prefixes.claim(prefix, segment.key()));
      for (Keyed<WanLink> link : catalog.wanLinks.values()) {
        if (link.value().device().equals(value.device())) {
          invalid(segment.key(), "interface " + value.device() + " is that of " + link.key());
        }
      }
    }
  }

  private void remoteEdges() {
    Unique<Integer> numbers = new Unique<>("edge number");
    Unique<Prefix> prefixes = new Unique<>("prefix");
    catalog.settings.ifPresent(own -> numbers.claim(own.edgeNumber(), "settings"));
    for (Keyed<RemoteEdge> edge : catalog.remoteEdges.values()) {
      numbers.claim(edge.value().edgeNumber(), edge.key());
      edge.value().lanPrefixes().forEach(prefix -> prefixes.claim(prefix, edge.key()));
    }
  }

  private void paths() {
    Unique<Route> routes = new Unique<>("path");
    for (Keyed<Path> keyed : catalog.paths.values()) {
      Path path = keyed.value();
      Keyed<WanLink> link = catalog.wanLinks.get(path.localWanLink());
      if (link == null) {
        invalid(keyed.key(), "WAN link '" + path.localWanLink() + "' is not in the set");
        continue;
      }
      IpAddress remote = path.remoteAddress();
      if (remote != null) {
        sameFamily(keyed.key(), remote, link);
      }
      switch (path.protection()) {
        case Plain ignored -> {
          plain(keyed, link.value());
          if (remote != null) {
            routes.claim(new Route(path.localWanLink(), remote), keyed.key());
          }
        }
        case Encrypted encrypted -> encrypted(keyed, link.value(), encrypted);
      }
    }
  }

  /** Answers tell paths apart by the addresses that they come from and go to. */
  private record Route(String localWanLink, IpAddress remoteAddress) {
    @Override
    public String toString() {
      return "from " + localWanLink + " to " + remoteAddress;
    }
  }

  private void plain(Keyed<Path> keyed, WanLink link) {
    if (link.isRoaming()) {
      invalid(
          keyed.key(),
          "nobody finds " + link.name() + " in clear, since its address may change: encrypt it");
    }
  }

  private void sameFamily(String key, IpAddress remote, Keyed<WanLink> link) {
    IpAddress local = link.value().address();
    if (local != null && local.family() != remote.family()) {
      invalid(
          key,
          "remote_address " + remote + " is not in the family of " + local + " of " + link.key());
    }
  }

  private void encrypted(Keyed<Path> keyed, WanLink link, Encrypted encrypted) {
    String key = keyed.key();
    if (!encryption.isAvailable()) {
      problems.add(
          Problem.unsupported(
              key,
              "the path is to be encrypted and nothing here can do it: install wireguard-tools and"
                  + " wireguard-go, or a kernel with WireGuard; nothing is sent in clear instead"));
    }
    if (link.inside(encrypted.localGeneration()).isEmpty()) {
      invalid(
          key,
          "local generation "
              + encrypted.localGeneration()
              + " is none of the interfaces of "
              + link.name());
    }
    if (encrypted.peer(encrypted.remoteGeneration()).isEmpty()) {
      invalid(key, "remote generation " + encrypted.remoteGeneration() + " is none of the peers");
    }
    if (link.isRoaming() && keyed.value().remoteAddress() == null) {
      invalid(key, "both ends may change their addresses: neither would find the other");
    }
    for (RemoteKey peer : encrypted.peers()) {
      String of = link.name() + " to " + peer.address();
      insideRoutes.claim(of, key);
      insideKeys.claim(link.name() + " to " + peer.key(), key);
    }
  }

  private void liesOnPath(Keyed<Tunnel> keyed) {
    Tunnel tunnel = keyed.value();
    Keyed<Path> path = catalog.paths.get(tunnel.pathKey());
    if (path == null) {
      invalid(keyed.key(), "path '" + tunnel.pathKey() + "' is not in the set");
    } else if (!path.value().localWanLink().equals(tunnel.localWanLink())
        || !path.value().remoteEdge().equals(tunnel.remoteEdge())) {
      invalid(
          keyed.key(),
          path.key()
              + " leads from "
              + path.value().localWanLink()
              + " to "
              + path.value().remoteEdge()
              + ", the tunnel elsewhere");
    }
  }

  private void tunnels() {
    Unique<Encapsulation> encapsulations = new Unique<>("path");
    Map<String, Integer> vnis = new HashMap<>();
    Map<Integer, String> overlays = new HashMap<>();
    for (Keyed<Tunnel> keyed : catalog.tunnels.values()) {
      Tunnel tunnel = keyed.value();
      if (!catalog.remoteEdges.containsKey(tunnel.remoteEdge())) {
        invalid(keyed.key(), "remote edge '" + tunnel.remoteEdge() + "' is not in the set");
      }
      liesOnPath(keyed);
      encapsulations.claim(new Encapsulation(tunnel.vni(), tunnel.pathKey()), keyed.key());
      agree(keyed, vnis, overlays);
    }
  }

  /** Two tunnels that the kernel could not tell apart. */
  private record Encapsulation(int vni, String pathKey) {
    @Override
    public String toString() {
      return "VNI " + vni + " over " + pathKey;
    }
  }

  private void agree(
      Keyed<Tunnel> keyed, Map<String, Integer> vnis, Map<Integer, String> overlays) {
    Tunnel tunnel = keyed.value();
    Integer vni = vnis.putIfAbsent(tunnel.overlay(), tunnel.vni());
    if (vni != null && vni != tunnel.vni()) {
      invalid(
          keyed.key(),
          "overlay " + tunnel.overlay() + " has VNI " + vni + " elsewhere, not " + tunnel.vni());
    }
    String overlay = overlays.putIfAbsent(tunnel.vni(), tunnel.overlay());
    if (overlay != null && !overlay.equals(tunnel.overlay())) {
      invalid(keyed.key(), "VNI " + tunnel.vni() + " is that of overlay " + overlay);
    }
  }

  private void classes() {
    Unique<Integer> numbers = new Unique<>("traffic class number");
    catalog.classes.values().forEach(c -> numbers.claim(c.value().number(), c.key()));
  }

  private void steerings() {
    Unique<String> pairs = new Unique<>("steering");
    for (Keyed<Steering> keyed : catalog.steerings) {
      Steering steering = keyed.value();
      knownClass(keyed.key(), steering.trafficClass());
      if (!catalog.remoteEdges.containsKey(steering.destinationEdge())) {
        invalid(
            keyed.key(), "destination edge '" + steering.destinationEdge() + "' is not in the set");
      }
      pairs.claim(
          "of class " + steering.trafficClass() + " to " + steering.destinationEdge(), keyed.key());
      Stream.concat(
              steering.members().stream().map(Share::tunnelKey),
              steering.candidates().stream().map(Candidate::tunnelKey))
          .distinct()
          .filter(tunnel -> !catalog.tunnels.containsKey(tunnel))
          .forEach(tunnel -> invalid(keyed.key(), "tunnel '" + tunnel + "' is not in the set"));
    }
  }

  private void knownClass(String key, String name) {
    if (!catalog.classes.containsKey(name)) {
      invalid(key, "traffic class '" + name + "' is not in the set");
    }
  }

  private Optional<Interface> findDevice(String key, String name) {
    Optional<Interface> device = interfaces.find(name);
    if (device.isEmpty()) {
      List<String> names = interfaces.all().stream().map(Interface::name).toList();
      problems.add(
          Problem.device(key, "interface " + name + " does not exist, the edge has " + names));
    }
    return device;
  }

  private void invalid(String key, String message) {
    problems.add(Problem.invalid(key, message));
  }

  /** Values that may be claimed once. */
  private final class Unique<T> {
    private final String what;
    private final Map<T, String> owners = new HashMap<>();

    Unique(String what) {
      this.what = what;
    }

    void claim(T value, String key) {
      String owner = owners.putIfAbsent(value, key);
      if (owner != null) {
        invalid(key, what + " " + value + " is that of " + owner);
      }
    }
  }
}
