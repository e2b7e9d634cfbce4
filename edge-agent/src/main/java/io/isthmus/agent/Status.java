package io.isthmus.agent;

import io.isthmus.agent.control.Json;
import io.isthmus.agent.desired.ConfigSet;
import io.isthmus.agent.desired.Numbering;
import io.isthmus.agent.desired.Outline;
import io.isthmus.agent.identity.Identity;
import io.isthmus.agent.identity.IdentityStore;
import io.isthmus.agent.net.Instance;
import io.isthmus.agent.net.Prefix;
import io.isthmus.agent.netlink.Kernel;
import io.isthmus.agent.netlink.KernelObject;
import io.isthmus.agent.netlink.KernelObject.Encapsulation;
import io.isthmus.agent.netlink.KernelObject.HopGroup;
import io.isthmus.agent.netlink.KernelObject.HopKey;
import io.isthmus.agent.netlink.KernelObject.Member;
import io.isthmus.agent.netlink.KernelObject.Route;
import io.isthmus.agent.netlink.KernelObject.ToHop;
import io.isthmus.agent.netlink.KernelObject.TunnelHop;
import io.isthmus.agent.netlink.KernelState;
import io.isthmus.agent.netlink.MessageTrace;
import io.isthmus.agent.nft.NftTable;
import io.isthmus.agent.nft.NftTable.Count;
import io.isthmus.agent.nft.Ruleset;
import io.isthmus.agent.nft.Slot;
import io.isthmus.agent.store.ConfigStore;
import io.isthmus.agent.store.StateLock;
import io.isthmus.agent.store.StoredConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the edge carries: intent from the state directory, facts from the kernel. */
final class Status {

  private static final Count NEVER = new Count(0, 0);

  private final Instance instance;
  private final Outline outline;
  private final KernelState kernel;
  private final Map<String, Count> counters;
  private final List<Slot> slots;
  private final Map<String, Traffic> traffic;
  private final Map<Encapsulation, Integer> hopIds = new HashMap<>();
  private final Map<Integer, String> tunnelKeys = new HashMap<>();

  private Status(
      Instance instance,
      Outline outline,
      KernelState kernel,
      Map<String, Count> counters,
      List<Slot> slots,
      Map<String, Traffic> traffic) {
    this.instance = instance;
    this.slots = slots;
    this.traffic = traffic;
    this.outline = outline;
    this.kernel = kernel;
    this.counters = counters;
    for (KernelObject object : kernel.owned().values()) {
      if (object instanceof TunnelHop hop) {
        hopIds.put(hop.encapsulation(), hop.id());
      }
    }
    for (Outline.Tunnel tunnel : outline.tunnels()) {
      Integer id = hopIds.get(tunnel.content());
      if (id != null) {
        tunnelKeys.put(id, tunnel.key());
      }
    }
  }

  static void print(Path state, Instance instance, boolean json, PrintStream out)
      throws IOException {
    Map<String, Object> report = read(state, instance);
    out.print(json ? Json.write(report) + "\n" : StatusText.of(report));
  }

  private static Map<String, Object> read(Path state, Instance instance) throws IOException {
    NftTable table = new NftTable(state, instance);
    Optional<StoredConfig> stored = new ConfigStore(state).peek();
    ConfigSet config = stored.map(StoredConfig::config).orElse(ConfigSet.EMPTY);
    try (Kernel kernel = Kernel.open(MessageTrace.OFF, instance)) {
      Status status =
          new Status(
              instance,
              Outline.of(config, instance),
              kernel.dump(),
              table.counters(),
              table.slots(),
              traffic());
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("identity", identity(state));
      report.put("agentRunning", isRunning(state));
      report.put("revision", stored.map(StoredConfig::revision).orElse(0L));
      report.put("hash", stored.map(s -> HexFormat.of().formatHex(s.config().hash())).orElse(""));
      report.put("resources", config.size());
      report.put("edgeNumber", status.outline.edgeNumber());
      report.put("device", status.device());
      report.put("wanLinks", status.wanLinks());
      report.put("classes", status.classes());
      report.put("tunnels", status.tunnels());
      return report;
    }
  }

  /** Nothing that is not public. */
  private static Map<String, Object> identity(Path state) throws IOException {
    IdentityStore store = new IdentityStore(state);
    Map<String, Object> report = new LinkedHashMap<>();
    Optional<Identity> found;
    try {
      found = store.find();
    } catch (AccessDeniedException e) {
      report.put("state", "only root can see who this edge is");
      return report;
    } catch (IOException e) {
      report.put("state", String.valueOf(e.getMessage()));
      return report;
    }
    if (found.isEmpty()) {
      report.put("state", "not joined: isthmus edge join makes this device an edge");
      return report;
    }
    Identity identity = found.get();
    boolean expired = !Instant.now().isBefore(identity.expiry());
    report.put(
        "state",
        store
            .refusal(identity)
            .map(why -> "refused by the controller since " + why)
            .orElse(expired ? "expired, to be renewed once a controller is reached" : "in force"));
    report.put("spiffeId", identity.spiffeId().toString());
    report.put("tenant", identity.tenant());
    report.put("edge", identity.edge());
    report.put("instance", identity.instance());
    report.put("controllers", identity.controllers().stream().map(Object::toString).toList());
    report.put("certificateExpires", identity.expiry().toString());
    report.put("certificateSerial", identity.certificate().getSerialNumber().toString(16));
    report.put("keySha256", identity.keyFingerprint());
    report.put("issuerSha256", identity.issuerFingerprint());
    report.put("enrollmentToken", identity.token());
    return report;
  }

  private static boolean isRunning(Path state) throws IOException {
    if (!Files.exists(state.resolve("lock"))) {
      return false;
    }
    Optional<StateLock> lock = StateLock.take(state);
    if (lock.isEmpty()) {
      return true;
    }
    lock.get().close();
    return false;
  }

  private String device() {
    return kernel
        .interfaces()
        .find(instance.device())
        .map(d -> d.name() + (d.up() ? " up" : " down") + " mtu " + d.mtu())
        .orElse("none");
  }

  private List<Map<String, Object>> wanLinks() {
    List<Map<String, Object>> links = new ArrayList<>();
    for (Outline.Wan wan : outline.wanLinks()) {
      Map<String, Object> link = new LinkedHashMap<>();
      link.put("name", wan.name());
      link.put("interface", wan.device());
      link.put("address", wan.address() == null ? "roaming" : wan.address().toString());
      Traffic seen = traffic.getOrDefault(wan.device(), Traffic.NONE);
      count(link, "sent", seen.sent());
      count(link, "received", seen.received());
      links.add(link);
    }
    return links;
  }

  /** What a device has seen. */
  private record Traffic(Count sent, Count received) {
    static final Traffic NONE = new Traffic(NEVER, NEVER);
  }

  /** By device, of the calling thread's namespace. */
  private static Map<String, Traffic> traffic() throws IOException {
    Map<String, Traffic> traffic = new HashMap<>();
    for (String line : Files.readAllLines(Path.of("/proc/thread-self/net/dev"))) {
      int colon = line.indexOf(':');
      String[] fields = line.substring(colon + 1).strip().split(" +", -1);
      if (colon > 0 && fields.length >= 10) {
        traffic.put(
            line.substring(0, colon).strip(),
            new Traffic(count(fields[9], fields[8]), count(fields[1], fields[0])));
      }
    }
    return traffic;
  }

  private static Count count(String packets, String bytes) {
    return new Count(Long.parseLong(packets), Long.parseLong(bytes));
  }

  private static void count(Map<String, Object> object, String prefix, Count count) {
    object.put(prefix + "Packets", count.packets());
    object.put(prefix + "Bytes", count.bytes());
  }

  private List<Map<String, Object>> classes() {
    List<Map<String, Object>> classes = new ArrayList<>();
    for (Outline.TrafficClass trafficClass : outline.classes()) {
      boolean unmarked = trafficClass.number() == Numbering.DEFAULT_CLASS;
      String counter = unmarked ? "class_none" : Ruleset.classCounter(trafficClass.number());
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("name", trafficClass.name());
      object.put("number", trafficClass.number());
      count(object, "sent", counters.getOrDefault(counter, NEVER));
      object.put(
          "steering",
          outline.steerings().stream()
              .filter(s -> s.trafficClass().equals(trafficClass.name()))
              .map(this::steering)
              .toList());
      classes.add(object);
    }
    return classes;
  }

  /** The members are the kernel's, not the configuration's. */
  private Map<String, Object> steering(Outline.Steering steering) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("edge", steering.edge());
    object.put("group", Integer.toUnsignedLong(group(steering)));
    List<Map<String, Object>> members = new ArrayList<>();
    if (kernel.owned().get(new HopKey(group(steering))) instanceof HopGroup group) {
      for (Member member : group.members()) {
        if (member.hop() == Numbering.dropHop(instance)) {
          continue;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("tunnel", tunnelKeys.getOrDefault(member.hop(), "?"));
        line.put("nexthop", member.hop());
        line.put("weight", member.weight());
        members.add(line);
      }
    }
    object.put("members", members);
    return object;
  }

  /** Groups with a number of their own are found by the routes that lead to them. */
  private int group(Outline.Steering steering) {
    for (Prefix prefix : steering.prefixes()) {
      Object key = new Route(prefix, currentTable(steering), new ToHop(0), null).key();
      if (kernel.owned().get(key) instanceof Route route && route.target() instanceof ToHop hop) {
        return hop.id();
      }
    }
    return steering.group();
  }

  /** Of the slot that new flows take. */
  private int currentTable(Outline.Steering steering) {
    return slots.stream()
        .filter(slot ->
            slot.edge() == steering.edgeNumber() && slot.trafficClass() == steering.markedClass())
        .map(slot -> Numbering.slotTable(instance, steering.number(), Numbering.slot(slot.mark())))
        .findFirst()
        .orElse(Numbering.classTable(instance, steering.number()));
  }

  private List<Map<String, Object>> tunnels() {
    List<Map<String, Object>> tunnels = new ArrayList<>();
    for (Outline.Tunnel tunnel : outline.tunnels()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("key", tunnel.key());
      object.put("overlay", tunnel.overlay());
      object.put("vni", tunnel.content().vni());
      object.put("remoteEdge", tunnel.remoteEdge());
      object.put("source", tunnel.content().source().toString());
      object.put("destination", tunnel.content().destination().toString());
      object.put("nexthop", hopIds.getOrDefault(tunnel.content(), 0));
      tunnels.add(object);
    }
    return tunnels;
  }
}
