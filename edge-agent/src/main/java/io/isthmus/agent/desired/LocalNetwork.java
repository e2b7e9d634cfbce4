package io.isthmus.agent.desired;

import io.isthmus.agent.desired.Catalog.Keyed;
import io.isthmus.agent.desired.Resource.LanSegment;
import io.isthmus.agent.desired.Resource.WanLink;
import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.Instance;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.netlink.Interface;
import io.isthmus.agent.netlink.Interfaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The machine's interfaces as the configuration's WAN links and LAN segments see them at the
 * moment: one that is down has no addresses. Pure.
 */
final class LocalNetwork {

  private final Catalog catalog;
  private final Interfaces interfaces;

  LocalNetwork(Catalog catalog, Interfaces interfaces) {
    this.catalog = catalog;
    this.interfaces = interfaces;
  }

  boolean isUp(String device) {
    return usable(device).isPresent();
  }

  /** Empty where the device is down. */
  List<Interface.Address> addresses(String device) {
    return usable(device).map(Interface::addresses).orElse(List.of());
  }

  private Optional<Interface> usable(String device) {
    return interfaces.find(device).filter(Interface::up);
  }

  /**
   * Its own, where it is there; of a roaming link, the first of each family that can be reached.
   */
  List<Interface.Address> wanAddresses(WanLink link) {
    List<Interface.Address> addresses = new ArrayList<>();
    for (Interface.Address address : addresses(link.device())) {
      boolean first = addresses.stream().noneMatch(a -> a.ip().family() == address.ip().family());
      boolean roams = link.isRoaming() && first && address.ip().isRoutableUnicast();
      if (roams || address.ip().equals(link.address())) {
        addresses.add(address);
      }
    }
    return addresses;
  }

  /** The same without their lengths. */
  List<IpAddress> wanSources(WanLink link) {
    return wanAddresses(link).stream().map(Interface.Address::ip).toList();
  }

  /** A roaming link may have that of the moment, by which the machine itself goes out. */
  Optional<IpAddress> gateway(WanLink link, Family family) {
    Optional<IpAddress> configured =
        Optional.ofNullable(link.gateway()).filter(gateway -> gateway.family() == family);
    return configured.isPresent() || !link.isRoaming()
        ? configured
        : usable(link.device()).stream()
            .flatMap(device -> device.gateways().stream())
            .filter(gateway -> gateway.family() == family)
            .findFirst();
  }

  /** Addresses by which the edge itself can be answered over an overlay. */
  List<Interface.Address> lanAddresses() {
    List<Interface.Address> addresses = new ArrayList<>();
    for (Keyed<LanSegment> segment : catalog.lanSegments) {
      for (Interface.Address address : addresses(segment.value().device())) {
        if (segment.value().prefixes().stream().anyMatch(p -> p.contains(address.ip()))) {
          addresses.add(address);
        }
      }
    }
    return addresses;
  }

  /** By which hosts on the LANs know the edge. */
  List<IpAddress> addressesOnLans() {
    return catalog.lanSegments.stream()
        .map(segment -> segment.value().device())
        .distinct()
        .flatMap(device -> interfaces.find(device).stream())
        .flatMap(device -> device.addresses().stream())
        .map(Interface.Address::ip)
        .filter(ip -> !ip.isIpv6LinkLocal())
        .distinct()
        .sorted()
        .toList();
  }

  /** The VXLAN device gets its number when it is made. */
  Map<String, Integer> indexes(Instance instance) {
    Map<String, Integer> indexes = new TreeMap<>();
    indexes.put(instance.device(), instance.deviceIndex());
    Stream.concat(
            Stream.of(instance.device()),
            Stream.concat(
                catalog.wanLinks.values().stream().map(w -> w.value().device()),
                catalog.lanSegments.stream().map(s -> s.value().device())))
        .forEach(
            name -> interfaces.find(name).ifPresent(device -> indexes.put(name, device.index())));
    return indexes;
  }
}
