package io.isthmus.agent.desired;

import static io.isthmus.agent.desired.Numbering.DEFAULT_CLASS;

import io.isthmus.agent.desired.Catalog.Keyed;
import io.isthmus.agent.desired.DesiredState.Firewall;
import io.isthmus.agent.desired.DesiredState.SlotKey;
import io.isthmus.agent.desired.Resource.Encrypted;
import io.isthmus.agent.desired.Resource.LanSegment;
import io.isthmus.agent.desired.Resource.RemoteEdge;
import io.isthmus.agent.desired.Resource.Settings;
import io.isthmus.agent.desired.Resource.Steering;
import io.isthmus.agent.desired.Resource.TrafficClass;
import io.isthmus.agent.desired.Resource.Tunnel;
import io.isthmus.agent.desired.Resource.WanLink;
import io.isthmus.agent.desired.RuleList.Mark;
import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.Instance;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.net.Prefix;
import io.isthmus.agent.netlink.Interface;
import io.isthmus.agent.netlink.Interfaces;
import io.isthmus.agent.netlink.KernelFeatures;
import io.isthmus.agent.netlink.KernelObject;
import io.isthmus.agent.netlink.KernelObject.ByHash;
import io.isthmus.agent.netlink.KernelObject.DeviceAddress;
import io.isthmus.agent.netlink.KernelObject.DropHop;
import io.isthmus.agent.netlink.KernelObject.Encapsulation;
import io.isthmus.agent.netlink.KernelObject.HopGroup;
import io.isthmus.agent.netlink.KernelObject.Member;
import io.isthmus.agent.netlink.KernelObject.Neighbour;
import io.isthmus.agent.netlink.KernelObject.Resilient;
import io.isthmus.agent.netlink.KernelObject.Route;
import io.isthmus.agent.netlink.KernelObject.Target;
import io.isthmus.agent.netlink.KernelObject.ToDevice;
import io.isthmus.agent.netlink.KernelObject.ToHop;
import io.isthmus.agent.netlink.KernelObject.ToSelf;
import io.isthmus.agent.netlink.KernelObject.TunnelHop;
import io.isthmus.agent.netlink.KernelObject.Vni;
import io.isthmus.agent.netlink.KernelObject.VxlanDevice;
import io.isthmus.agent.nft.Policy;
import io.isthmus.agent.nft.Ruleset;
import io.isthmus.agent.wireguard.Encryption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a set of resources into the state that the kernel should have (the objects are described
 * in the module's README). Pure but for the numbers that {@link HopIds} gives out.
 *
 * <p>A device that is down or gone has no routes, and wanting them would be in vain: what needs the
 * device is left out until it is back. Only a new configuration is refused for it.
 */
public final class Compiler {

  /** Ends the resource's key in a block's key; no key of a resource holds it. */
  static final char AFTER_RESOURCE_KEY = '\n';

  /** Key of the block of the next hop that drops. */
  static final String DROP = "drop";

  /** Part of the block of a tunnel, see {@link #key}. */
  static final String HOP = "hop";

  /**
   * Flows that pause for a second have nothing in flight that could be overtaken. Busy ones wait a
   * minute for their share to be right: they move only where otherwise it never would be.
   */
  private static final Resilient RESILIENT = new Resilient(512, 100, 6_000);

  private static final int LINK_LOCAL_LENGTH = 64;

  private final Catalog catalog;
  private final Settings settings;
  private final Interfaces interfaces;
  private final HopIds hopIds;
  private final DesiredState previous;
  private final Choices choices;
  private final KernelFeatures features;
  private final Encryption encryption;
  private final Instance instance;
  private final int stampPort;
  private final Map<String, SlotKey> slotKeys = new TreeMap<>();
  private final Map<String, Block> blocks = new LinkedHashMap<>();
  private final Map<String, TunnelHop> hops = new HashMap<>();

  private Compiler(
      Catalog catalog,
      Settings settings,
      Interfaces interfaces,
      HopIds hopIds,
      DesiredState previous,
      Choices choices,
      KernelFeatures features,
      Encryption encryption,
      int stampPort) {
    this.stampPort = stampPort;
    this.encryption = encryption;
    this.instance = new Instance(encryption.names().instance());
    this.catalog = catalog;
    this.settings = settings;
    this.interfaces = interfaces;
    this.hopIds = hopIds;
    this.previous = previous;
    this.choices = choices;
    this.features = features;
  }

  /** A state, or every reason why there is none. */
  public sealed interface Result {}

  public record Compiled(DesiredState state) implements Result {}

  public record Invalid(List<Problem> problems) implements Result {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }

  /** How to take devices that are missing. */
  public enum Devices {
    /** They are errors: for a configuration that is new. */
    REQUIRED,
    /** What needs them is left out: for a configuration in force. */
    OPTIONAL
  }

  /**
   * @param stampPort where probes are answered here
   */
  public static Result compile(
      ConfigSet config,
      Interfaces interfaces,
      Devices devices,
      HopIds hopIds,
      DesiredState previous,
      KernelFeatures features,
      Encryption encryption,
      int stampPort) {
    Catalog catalog = new Catalog(config);
    List<Problem> problems =
        Validation.problems(catalog, interfaces, encryption, config.isEmpty()).stream()
            .filter(p -> devices == Devices.REQUIRED || !p.isAboutMachine())
            .toList();
    if (!problems.isEmpty()) {
      return new Invalid(problems);
    }
    Optional<Settings> settings = catalog.settings;
    if (settings.isEmpty()) {
      return new Compiled(DesiredState.NOTHING);
    }
    Choices choices = previous.choices().in(catalog);
    return new Compiled(
        new Compiler(
                catalog,
                settings.get(),
                interfaces,
                hopIds,
                previous,
                choices,
                features,
                encryption,
                stampPort)
            .state(config));
  }

  /** Whether a link's gateway has to be found out. */
  public static boolean asksForGateways(ConfigSet config) {
    return new Catalog(config)
        .wanLinks.values().stream()
            .anyMatch(link -> link.value().isRoaming() && link.value().gateway() == null);
  }

  /** Whether there are paths to encrypt. */
  public static boolean asksForEncryption(ConfigSet config) {
    return new Catalog(config)
        .paths.values().stream().anyMatch(path -> path.value().protection() instanceof Encrypted);
  }

  private DesiredState state(ConfigSet config) {
    device();
    catalog.wanLinks.values().forEach(this::wanLink);
    catalog.wanLinks.values().forEach(this::inside);
    catalog.lanSegments.forEach(this::lanSegment);
    catalog.remoteEdges.values().forEach(this::neighbour);
    vnis();
    catalog.tunnels.values().forEach(this::tunnel);
    tunnelAddresses();
    block(
        DROP, Numbering.dropHop(instance), () -> List.of(new DropHop(Numbering.dropHop(instance))));
    catalog.steerings.forEach(this::steering);
    rules();
    Set<String> lanDevices =
        catalog.lanSegments.stream().map(s -> s.value().device()).collect(Collectors.toSet());
    return new DesiredState(
        config,
        choices,
        slotKeys,
        blocks,
        firewall(),
        lanDevices,
        Probing.plan(catalog, encryption.names()),
        Insides.interfaces(
            catalog,
            encryption.names(),
            link -> wanAddresses(link).stream().map(Interface.Address::ip).toList()),
        Insides.needs(catalog));
  }

  /** Takes the block over from the previous state where it was made from the same. */
  private List<KernelObject> block(
      String key, Object inputs, Supplier<List<KernelObject>> objects) {
    Block before = previous.blocks().get(key);
    Block block =
        before != null && before.inputs().equals(inputs)
            ? before
            : new Block(inputs, List.copyOf(objects.get()));
    blocks.put(key, block);
    return block.objects();
  }

  static String key(String resource, String part) {
    return resource + AFTER_RESOURCE_KEY + part;
  }

  private void device() {
    int own = settings.edgeNumber();
    block(
        key("settings", "device"),
        settings,
        () ->
            List.of(
                new VxlanDevice(
                    instance.device(),
                    Numbering.mac(own),
                    settings.overlayMtu(),
                    settings.vxlanPort(),
                    true),
                new DeviceAddress(instance.device(), Numbering.linkLocal(own), LINK_LOCAL_LENGTH),
                new Route(
                    Numbering.tunnelAddresses(own), Numbering.LOCAL_TABLE, new ToSelf(), null)));
  }

  private void wanLink(Keyed<WanLink> keyed) {
    WanLink link = keyed.value();
    Map<Interface.Address, Optional<IpAddress>> ways = new LinkedHashMap<>();
    for (Interface.Address address : wanAddresses(link)) {
      ways.put(address, gateway(link, address.ip().family()));
    }
    block(
        key(keyed.key(), "routes"),
        List.of(link.number(), link.device(), ways),
        () -> {
          List<KernelObject> routes = new ArrayList<>();
          ways.forEach((address, way) -> routes.addAll(wanRoutes(link, address, way)));
          return routes;
        });
  }

  /**
   * Its own, where it is there; of a roaming link, the first of each family that can be reached.
   */
  private List<Interface.Address> wanAddresses(WanLink link) {
    List<Interface.Address> addresses = new ArrayList<>();
    for (Interface.Address address :
        usable(link.device()).map(Interface::addresses).orElse(List.of())) {
      boolean first = addresses.stream().noneMatch(a -> a.ip().family() == address.ip().family());
      boolean roams = link.isRoaming() && first && address.ip().isRoutableUnicast();
      if (roams || address.ip().equals(link.address())) {
        addresses.add(address);
      }
    }
    return addresses;
  }

  /** A roaming link may have that of the moment, by which the machine itself goes out. */
  private Optional<IpAddress> gateway(WanLink link, Family family) {
    Optional<IpAddress> configured =
        Optional.ofNullable(link.gateway()).filter(gateway -> gateway.family() == family);
    return configured.isPresent() || !link.isRoaming()
        ? configured
        : usable(link.device()).stream()
            .flatMap(device -> device.gateways().stream())
            .filter(gateway -> gateway.family() == family)
            .findFirst();
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
    block(
        key(keyed.key(), "inside"),
        List.of(link, Insides.peers(catalog, link), encryption),
        () -> Insides.objects(catalog, link, encryption));
  }

  private void lanSegment(Keyed<LanSegment> keyed) {
    LanSegment segment = keyed.value();
    List<Interface.Address> addresses =
        usable(segment.device()).map(Interface::addresses).orElse(List.of());
    boolean up = usable(segment.device()).isPresent();
    block(
        key(keyed.key(), "routes"),
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

  private Optional<Interface> usable(String device) {
    return interfaces.find(device).filter(Interface::up);
  }

  private void neighbour(Keyed<RemoteEdge> edge) {
    int number = edge.value().edgeNumber();
    block(
        key(edge.key(), "neighbour"),
        number,
        () ->
            List.of(
                new Neighbour(
                    instance.device(), Numbering.linkLocal(number), Numbering.mac(number))));
  }

  private void vnis() {
    List<Integer> vnis =
        catalog.tunnels.values().stream().map(t -> t.value().vni()).distinct().sorted().toList();
    block(
        "vnis",
        vnis,
        () -> vnis.stream().map(v -> (KernelObject) new Vni(instance.device(), v)).toList());
  }

  private void tunnel(Keyed<Tunnel> keyed) {
    Tunnel tunnel = keyed.value();
    Outer outer = known(Outer.of(catalog, tunnel).orElse(null), keyed.key());
    Encapsulation encapsulation =
        new Encapsulation(
            instance.device(),
            Numbering.linkLocal(remote(tunnel.remoteEdge()).edgeNumber()),
            tunnel.vni(),
            outer.source(),
            outer.destination());
    TunnelHop hop = new TunnelHop(hopIds.idOf(encapsulation, before(keyed)), encapsulation);
    KernelObject kept = block(key(keyed.key(), HOP), hop, () -> List.of(hop)).getFirst();
    hops.put(keyed.key(), (TunnelHop) kept);
  }

  /** What the tunnel was, where it was encrypted: other generations are no other tunnel. */
  private @Nullable Encapsulation before(Keyed<Tunnel> keyed) {
    return previous
        .only(key(keyed.key(), HOP))
        .map(hop -> ((TunnelHop) hop).encapsulation())
        .filter(e -> Numbering.INSIDE_ADDRESSES.contains(e.source()))
        .orElse(null);
  }

  /** An overlay and an edge that it leads to. */
  private record Leg(String overlay, String remoteEdge) {}

  /** Each overlay can be pinged: the far tunnel address goes by the overlay's first tunnel. */
  private void tunnelAddresses() {
    Map<Leg, Keyed<Tunnel>> first = new LinkedHashMap<>();
    for (Keyed<Tunnel> tunnel : catalog.tunnels.values()) {
      first.putIfAbsent(new Leg(tunnel.value().overlay(), tunnel.value().remoteEdge()), tunnel);
    }
    for (Keyed<Tunnel> keyed : first.values()) {
      TunnelHop hop = hop(keyed.key());
      block(
          key(keyed.key(), "address"), hop, () -> List.of(tunnelAddress(keyed.value(), hop.id())));
    }
  }

  private Route tunnelAddress(Tunnel tunnel, int hop) {
    int number = remote(tunnel.remoteEdge()).edgeNumber();
    Prefix address = Prefix.host(Numbering.tunnelAddress(number, tunnel.vni()));
    return new Route(address, Numbering.tunnelAddressTable(instance), new ToHop(hop), null);
  }

  private void steering(Keyed<Steering> keyed) {
    TrafficClass trafficClass = trafficClass(keyed.value().trafficClass());
    RemoteEdge destination = remote(keyed.value().destinationEdge());
    Choice choice = choices.of(keyed.key(), keyed.value());
    for (int slot = 0; slot < choice.slots().size(); slot++) {
      int table = Numbering.slotTable(instance, trafficClass.number(), slot);
      List<Member> members = members(choice.slots().get(slot));
      HopGroup group = group(trafficClass, slot, destination, members);
      block(groupKey(keyed.key(), slot), group, () -> List.of(group));
      routes(key(keyed.key(), "routes" + slot), table, group.id(), destination.lanPrefixes());
    }
    if (choice.slots().size() > 1) {
      slotKeys.put(
          keyed.key(), new SlotKey(markedNumber(trafficClass.number()), destination.edgeNumber()));
    }
  }

  /** Key of the block of a steering's group. */
  static String groupKey(String steeringKey, int slot) {
    return key(steeringKey, "group" + slot);
  }

  private HopGroup group(
      TrafficClass trafficClass, int slot, RemoteEdge destination, List<Member> members) {
    boolean resilient =
        features.resilientGroups()
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
        table == Numbering.classTable(instance, DEFAULT_CLASS) ? lanAddresses() : List.of();
    block(
        key,
        List.of(table, target, prefixes, sources),
        () ->
            prefixes.stream()
                .map(p -> (KernelObject) new Route(p, table, target, source(sources, p.family())))
                .toList());
  }

  private List<Member> members(List<Share> shares) {
    return members(shares, Numbering.dropHop(instance), share -> hop(share.tunnelKey()).id());
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

  /** Addresses by which the edge itself can be answered over an overlay. */
  private List<Interface.Address> lanAddresses() {
    List<Interface.Address> addresses = new ArrayList<>();
    for (Keyed<LanSegment> segment : catalog.lanSegments) {
      for (Interface.Address address :
          usable(segment.value().device()).map(Interface::addresses).orElse(List.of())) {
        if (segment.value().prefixes().stream().anyMatch(p -> p.contains(address.ip()))) {
          addresses.add(address);
        }
      }
    }
    return addresses;
  }

  private static @Nullable IpAddress source(List<Interface.Address> sources, Family family) {
    return sources.stream()
        .map(Interface.Address::ip)
        .filter(ip -> ip.family() == family)
        .findFirst()
        .orElse(null);
  }

  private void rules() {
    List<IpAddress> wans = new ArrayList<>();
    List<Integer> tables = new ArrayList<>();
    for (Keyed<WanLink> keyed : catalog.wanLinks.values()) {
      IpAddress configured = keyed.value().address();
      List<IpAddress> addresses =
          configured == null
              ? wanAddresses(keyed.value()).stream().map(Interface.Address::ip).toList()
              : List.of(configured);
      for (IpAddress address : addresses) {
        wans.add(address);
        tables.add(Numbering.wanTable(instance, keyed.value().number()));
      }
    }
    block(
        "rules",
        List.of(wans, tables, marks(), settings.transit()),
        () -> RuleList.of(instance, wans, tables, marks(), settings.transit()));
  }

  /** Of every class and slot that has a table of its own to be looked up. */
  private List<Mark> marks() {
    List<Mark> marks = new ArrayList<>();
    for (Keyed<TrafficClass> keyed : catalog.classes.values()) {
      int number = keyed.value().number();
      int marked = markedNumber(number);
      boolean sticky = keyed.value().existingFlows() == Resource.ExistingFlows.STICKY;
      if (!sticky && marked != 0) {
        marks.add(
            new Mark(
                Numbering.mark(marked),
                Numbering.MARK_MASK,
                Numbering.classTable(instance, number)));
      }
      for (int slot = marked == 0 ? 1 : 0; sticky && slot < Numbering.SLOTS; slot++) {
        int mark = Numbering.slotMark(marked, slot);
        marks.add(new Mark(mark, Numbering.SLOT_MASK, Numbering.slotTable(instance, number, slot)));
      }
    }
    marks.sort(Comparator.comparingInt(Mark::value));
    return marks;
  }

  /** The class of packets that no application matches has no mark. */
  static int markedNumber(int trafficClass) {
    return trafficClass == DEFAULT_CLASS ? 0 : trafficClass;
  }

  private Firewall firewall() {
    FirewallInputs inputs =
        new FirewallInputs(
            instance,
            settings,
            values(catalog.wanLinks.values()),
            values(catalog.lanSegments),
            indexes(),
            addressesOnLans(),
            values(catalog.remoteEdges.values()),
            Clearance.outside(catalog),
            Clearance.inside(catalog),
            probed(),
            stampPort,
            remoteStampPorts(),
            new Policy.Inside(
                encryption.names().prefix() + "*",
                Numbering.INSIDE_ADDRESSES,
                Numbering.insideAddresses(settings.edgeNumber())),
            values(catalog.classes.values()),
            values(catalog.applications.values()));
    return previous.firewall().inputs().equals(inputs)
        ? previous.firewall()
        : new Firewall(inputs, Ruleset.of(inputs.policy()));
  }

  /** By which hosts on the LANs know the edge. */
  private List<IpAddress> addressesOnLans() {
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
  private Map<String, Integer> indexes() {
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

  private List<Integer> remoteStampPorts() {
    return Stream.concat(
            Stream.of(stampPort),
            catalog.paths.values().stream().map(path -> path.value().remoteStampPort()))
        .map(port -> port == 0 ? Instance.FIRST.stampPort() : port)
        .distinct()
        .sorted()
        .toList();
  }

  private List<IpAddress> probed() {
    return catalog.paths.values().stream()
        .flatMap(p -> Probing.remoteAddresses(p.value()).stream())
        .distinct()
        .sorted()
        .toList();
  }

  private static <T> List<T> values(java.util.Collection<Keyed<T>> keyed) {
    return keyed.stream().map(Keyed::value).toList();
  }

  private RemoteEdge remote(String name) {
    return known(catalog.remoteEdges.get(name), name).value();
  }

  private TrafficClass trafficClass(String name) {
    return known(catalog.classes.get(name), name).value();
  }

  private TunnelHop hop(String tunnelKey) {
    return known(hops.get(tunnelKey), tunnelKey);
  }

  /** Validation has seen to it that whatever is named exists. */
  private static <T> T known(@Nullable T found, String name) {
    if (found == null) {
      throw new IllegalStateException(name + " passed validation and is unknown");
    }
    return found;
  }
}
