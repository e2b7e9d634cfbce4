package io.isthmus.agent.desired;

import io.isthmus.agent.netlink.KernelObject;
import io.isthmus.agent.nft.Ruleset;
import io.isthmus.agent.probe.ProbePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that the edge should carry: objects in blocks, the firewall's rule set, and what it
 * was compiled from. Immutable.
 */
public final class DesiredState {

  public static final DesiredState NOTHING =
      new DesiredState(
          ConfigSet.EMPTY,
          Map.of(),
          new Firewall(List.of(), Ruleset.NONE),
          Set.of(),
          ProbePlan.NOTHING);

  private final ConfigSet config;
  private final Map<String, Block> blocks;
  private final Firewall firewall;
  private final Set<String> lanDevices;
  private final ProbePlan probePlan;

  /** A rule set with what it was made from, as a {@link Block} has. */
  record Firewall(Object inputs, Ruleset ruleset) {}

  DesiredState(
      ConfigSet config,
      Map<String, Block> blocks,
      Firewall firewall,
      Set<String> lanDevices,
      ProbePlan probePlan) {
    this.config = config;
    this.blocks = blocks;
    this.firewall = firewall;
    this.lanDevices = lanDevices;
    this.probePlan = probePlan;
  }

  public ConfigSet config() {
    return config;
  }

  public Ruleset ruleset() {
    return firewall.ruleset();
  }

  public Set<String> lanDevices() {
    return lanDevices;
  }

  /** Which paths are to be measured. */
  public ProbePlan probePlan() {
    return probePlan;
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
        int end = entry.getKey().indexOf(Compiler.AFTER_RESOURCE_KEY);
        return end < 0 ? "" : entry.getKey().substring(0, end);
      }
    }
    return "";
  }

  Map<String, Block> blocks() {
    return blocks;
  }

  Firewall firewall() {
    return firewall;
  }
}
