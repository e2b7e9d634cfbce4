package io.isthmus.agent.netlink;

import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.Instance;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.netlink.KernelObject.DeviceAddress;
import io.isthmus.agent.netlink.KernelObject.VxlanDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Reads from the kernel: devices with their addresses, and everything that the agent owns. Dumps
 * are whole or done again. Confined to the thread of the {@link Kernel} that it asks.
 */
final class KernelReader {

  private final Kernel kernel;
  private final Instance instance;
  private final Predicate<String> addressed;
  private final DeviceIndexes indexes;
  private final Attributes attributes = new Attributes();

  /**
   * @param addressed devices whose addresses are the agent's, beside its VXLAN device
   * @param indexes learn of devices that are read
   */
  KernelReader(
      Kernel kernel, Instance instance, Predicate<String> addressed, DeviceIndexes indexes) {
    this.kernel = kernel;
    this.instance = instance;
    this.addressed = addressed;
    this.indexes = indexes;
  }

  /** All devices with their addresses. */
  Interfaces interfaces() throws IOException {
    return readInterfaces(new ArrayList<>());
  }

  private Interfaces readInterfaces(List<VxlanDevice> ours) throws IOException {
    Map<Integer, Interface> links = new LinkedHashMap<>();
    Map<Integer, VxlanDevice> vxlans = new LinkedHashMap<>();
    kernel.dump(
        (w, sequence) -> LinkCodec.writeDump(w, sequence),
        () -> {
          links.clear();
          vxlans.clear();
        },
        message -> {
          Interface link = LinkCodec.readInterface(message, attributes);
          links.put(link.index(), link);
          LinkCodec.readVxlan(message, attributes, instance)
              .ifPresent(v -> vxlans.put(link.index(), v));
        });
    Map<Integer, List<Interface.Address>> addresses = new HashMap<>();
    kernel.dump(
        (w, sequence) -> AddressCodec.writeDump(w, sequence),
        addresses::clear,
        message ->
            addresses
                .computeIfAbsent(AddressCodec.index(message), i -> new ArrayList<>())
                .add(AddressCodec.read(message, attributes)));
    ours.addAll(vxlans.values());
    Interfaces interfaces =
        new Interfaces(
            links.values().stream()
                .map(l ->
                    new Interface(
                        l.index(),
                        l.name(),
                        l.up(),
                        l.mtu(),
                        addresses.getOrDefault(l.index(), List.of())))
                .toList());
    indexes.learn(interfaces);
    return interfaces;
  }

  /** Everything that the agent owns in the namespace. */
  KernelState dump() throws IOException {
    List<VxlanDevice> devices = new ArrayList<>();
    Interfaces interfaces = readInterfaces(devices);
    Owned owned = new Owned();
    for (VxlanDevice device : devices) {
      owned.add(device);
      interfaces.find(device.name()).ifPresent(i -> addAddresses(i, owned));
      dumpDevice(device.name(), owned);
    }
    interfaces.all().stream()
        .filter(device -> addressed.test(device.name()))
        .forEach(device -> addAddresses(device, owned));
    Map<Integer, String> names = interfaces.namesByIndex();
    Set<Integer> foreignHops = new HashSet<>();
    dumpHops(names, owned, foreignHops);
    for (Family family : Family.values()) {
      dumpRoutes(family, names, owned);
      dumpRules(family, owned);
    }
    return new KernelState(interfaces, owned.byKey, foreignHops);
  }

  private static final class Owned {
    private final Map<Object, KernelObject> byKey = new LinkedHashMap<>();

    void add(KernelObject object) {
      byKey.put(object.key(), object);
    }
  }

  private static void addAddresses(Interface device, Owned owned) {
    for (Interface.Address address : device.addresses()) {
      owned.add(new DeviceAddress(device.name(), address.ip(), address.length()));
    }
  }

  private void dumpDevice(String device, Owned owned) throws IOException {
    int index = indexes.of(device);
    dump(
        owned,
        (w, sequence) -> VniCodec.writeDump(w, sequence, index),
        (message, found) -> VniCodec.read(message, device, found::add));
    dump(
        owned,
        (w, sequence) -> NeighbourCodec.writeDump(w, sequence, index),
        (message, found) -> {
          if (NeighbourCodec.isOurs(message, attributes, instance.protocol())
              && NeighbourCodec.isPermanent(message, attributes)) {
            found.add(NeighbourCodec.read(attributes, device));
          }
        });
  }

  /** What is found counts when the dump is whole. */
  private void dump(
      Owned owned, Kernel.Request request, BiConsumer<Message, List<KernelObject>> read)
      throws IOException {
    List<KernelObject> found = new ArrayList<>();
    kernel.dump(request, found::clear, message -> read.accept(message, found));
    found.forEach(owned::add);
  }

  private void dumpHops(Map<Integer, String> names, Owned owned, Set<Integer> foreign)
      throws IOException {
    List<KernelObject> found = new ArrayList<>();
    kernel.dump(
        (w, sequence) -> NextHopCodec.writeDump(w, sequence),
        () -> {
          found.clear();
          foreign.clear();
        },
        message -> {
          if (NextHopCodec.isOurs(message, instance.protocol())) {
            found.add(NextHopCodec.read(message, attributes, names));
          } else {
            foreign.add(NextHopCodec.id(message, attributes));
          }
        });
    found.forEach(owned::add);
  }

  private void dumpRoutes(Family family, Map<Integer, String> names, Owned owned)
      throws IOException {
    dump(
        owned,
        (w, sequence) -> RouteCodec.writeDump(w, sequence, family),
        (message, found) -> {
          if (RouteCodec.isOurs(message, instance.protocol())) {
            RouteCodec.read(message, attributes, names).ifPresent(found::add);
          }
        });
  }

  private void dumpRules(Family family, Owned owned) throws IOException {
    dump(
        owned,
        (w, sequence) -> RuleCodec.writeDump(w, sequence, family),
        (message, found) -> {
          if (RuleCodec.isOurs(message, attributes, instance.protocol())) {
            found.add(RuleCodec.read(message, attributes));
          }
        });
  }

  /** Next hops of default routes in the main table, whoever made them, by device. */
  Map<String, List<IpAddress>> gateways() throws IOException {
    Map<Integer, List<IpAddress>> byIndex = new HashMap<>();
    for (Family family : Family.values()) {
      Map<Integer, List<IpAddress>> found = new HashMap<>();
      kernel.dump(
          (w, sequence) -> RouteCodec.writeDumpOfMain(w, sequence, family),
          found::clear,
          message -> RouteCodec.readGateway(message, attributes, found));
      found.forEach((index, gateways) ->
          byIndex.computeIfAbsent(index, i -> new ArrayList<>()).addAll(gateways));
    }
    Map<String, List<IpAddress>> byName = new HashMap<>();
    interfaces()
        .namesByIndex()
        .forEach((index, name) -> byName.put(name, byIndex.getOrDefault(index, List.of())));
    return byName;
  }
}
