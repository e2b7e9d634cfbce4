package io.isthmus.agent.desired;

import io.isthmus.agent.desired.Catalog.Keyed;
import io.isthmus.agent.desired.Resource.Steering;
import io.isthmus.agent.netlink.KernelObject;
import io.isthmus.agent.netlink.KernelObject.DeviceAddress;
import io.isthmus.agent.nft.Ruleset;
import io.isthmus.agent.nft.Slot;
import io.isthmus.agent.probe.ProbePlan;
import io.isthmus.agent.wireguard.Keys;
import io.isthmus.agent.wireguard.SecureInterface;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that the edge should carry: objects in blocks, the firewall's rule set, and what it
 * was compiled from. Immutable.
 */
public final class DesiredState {

  public static final DesiredState NOTHING =
      new DesiredState(
          ConfigSet.EMPTY,
          Choices.NONE,
          Map.of(),
          Map.of(),
          new Firewall(List.of(), Ruleset.NONE),
          Set.of(),
          ProbePlan.NOTHING,
          List.of(),
          List.of());

  private final ConfigSet config;
  private final Choices choices;
  private final Map<String, SlotKey> slotKeys;
  private final Map<String, Block> blocks;
  private final Firewall firewall;
  private final Set<String> lanDevices;
  private final ProbePlan probePlan;
  private final List<SecureInterface> secureInterfaces;
  private final List<Keys.Need> keyNeeds;

  /** A rule set with what it was made from, as a {@link Block} has. */
  record Firewall(Object inputs, Ruleset ruleset) {}

  /** Where the firewall finds the slot of a steering that has several. */
  record SlotKey(int markedClass, int edgeNumber) {}

  DesiredState(
      ConfigSet config,
      Choices choices,
      Map<String, SlotKey> slotKeys,
      Map<String, Block> blocks,
      Firewall firewall,
      Set<String> lanDevices,
      ProbePlan probePlan,
      List<SecureInterface> secureInterfaces,
      List<Keys.Need> keyNeeds) {
    this.secureInterfaces = List.copyOf(secureInterfaces);
    this.keyNeeds = List.copyOf(keyNeeds);
    this.config = config;
    this.choices = choices;
    this.slotKeys = slotKeys;
    this.blocks = blocks;
    this.firewall = firewall;
    this.lanDevices = lanDevices;
    this.probePlan = probePlan;
  }

  public ConfigSet config() {
    return config;
  }

  Choices choices() {
    return choices;
  }

  public Ruleset ruleset() {
    return firewall.ruleset();
  }

  public Set<String> lanDevices() {
    return lanDevices;
  }

  public Set<String> wanDevices() {
    return probePlan.links().stream().map(ProbePlan.Link::device).collect(Collectors.toSet());
  }

  /** Key of a LAN segment on the device; empty where there is none. */
  public String lanKey(String device) {
    return new Catalog(config)
        .lanSegments.stream()
            .filter(segment -> segment.value().device().equals(device))
            .map(Keyed::key)
            .findFirst()
            .orElse("");
  }

  /** Which paths are to be measured. */
  public ProbePlan probePlan() {
    return probePlan;
  }

  /** What encrypts paths. */
  public List<SecureInterface> secureInterfaces() {
    return secureInterfaces;
  }

  /** Which keys the edge is to have. */
  public List<Keys.Need> keyNeeds() {
    return keyNeeds;
  }

  /** Whether the edge carries nothing and owns nothing. */
  public boolean isNothing() {
    return blocks.isEmpty();
  }

  public List<KernelObject> objects() {
    List<KernelObject> objects = new ArrayList<>();
    blocks.values().forEach(block -> objects.addAll(block.objects()));
    return objects;
  }

  /** Objects of blocks that the other state does not share. */
  public List<KernelObject> objectsNotSharedWith(DesiredState other) {
    List<KernelObject> objects = new ArrayList<>();
    blocks.forEach((key, block) -> {
      if (other.blocks.get(key) != block) {
        objects.addAll(block.objects());
      }
    });
    return objects;
  }

  /** Key of the resource that an object came from, or empty where it came from several. */
  public String resourceOf(KernelObject object) {
    for (Map.Entry<String, Block> entry : blocks.entrySet()) {
      if (entry.getValue().objects().contains(object)) {
        int end = entry.getKey().indexOf(Blocks.AFTER_RESOURCE_KEY);
        return end < 0 ? "" : entry.getKey().substring(0, end);
      }
    }
    return "";
  }

  /** Key of the WAN link that an interface belongs to, or empty. */
  public String resourceOf(SecureInterface device) {
    return objects().stream()
        .filter(o -> o instanceof DeviceAddress own && own.device().equals(device.name()))
        .findFirst()
        .map(this::resourceOf)
        .orElse("");
  }

  /** What carries each steering, by the steering's key; empty: it is dropped. */
  public Map<String, List<Share>> members() {
    Map<String, List<Share>> members = new LinkedHashMap<>();
    for (Keyed<Steering> steering : new Catalog(config).steerings) {
      members.put(steering.key(), choices.of(steering.key(), steering.value()).members());
    }
    return members;
  }

  /** The slots that new flows take, of classes whose flows stay where they began. */
  public List<Slot> slots() {
    List<Slot> slots = new ArrayList<>();
    slotKeys.forEach((key, slotKey) -> {
      int current = choices.of(key, steering(key).orElseThrow()).current();
      int mark = Numbering.slotMark(slotKey.markedClass(), current);
      slots.add(new Slot(slotKey.markedClass(), slotKey.edgeNumber(), mark));
    });
    return slots;
  }

  Map<String, SlotKey> slotKeys() {
    return slotKeys;
  }

  Optional<Steering> steering(String key) {
    ConfigSet.Entry entry = config.entries().get(key);
    return entry == null
        ? Optional.empty()
        : entry.parsed().resource().filter(Steering.class::isInstance).map(Steering.class::cast);
  }

  /** The object of a block that has no other. */
  Optional<KernelObject> only(String key) {
    return Optional.ofNullable(blocks.get(key)).map(block -> block.objects().getFirst());
  }

  /** With some blocks in the place of those of the same keys. */
  DesiredState with(Choices others, Map<String, Block> changed) {
    Map<String, Block> merged = new LinkedHashMap<>(blocks);
    merged.putAll(changed);
    return new DesiredState(
        config,
        others,
        slotKeys,
        merged,
        firewall,
        lanDevices,
        probePlan,
        secureInterfaces,
        keyNeeds);
  }

  /** The same of another configuration, which it has yet to be made to fit. */
  DesiredState of(ConfigSet other) {
    return new DesiredState(
        other,
        choices,
        slotKeys,
        blocks,
        firewall,
        lanDevices,
        probePlan,
        secureInterfaces,
        keyNeeds);
  }

  Map<String, Block> blocks() {
    return blocks;
  }

  Firewall firewall() {
    return firewall;
  }
}
