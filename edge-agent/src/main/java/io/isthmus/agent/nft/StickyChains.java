package io.isthmus.agent.nft;

import static io.isthmus.agent.nft.ClassMarks.CLASS_BITS;
import static io.isthmus.agent.nft.ClassMarks.GENERATION_MASK;
import static io.isthmus.agent.nft.RulesetText.hex;
import static io.isthmus.agent.nft.RulesetText.ip;
import static io.isthmus.agent.nft.RulesetText.type;

import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.Prefix;
import io.isthmus.agent.nft.Policy.Remote;
import io.isthmus.agent.nft.Policy.Transit;
import java.util.ArrayList;
import java.util.List;

/**
 * Classes whose flows stay where they began: a flow that was seen before keeps its slot, a new one
 * gets that of the edge which it leads to. The packet's mark holds the edge's number meanwhile.
 */
final class StickyChains {

  private final Policy policy;
  private final int generation;
  private final Devices devices;
  private final RulesetText text;

  StickyChains(Policy policy, int generation, Devices devices, RulesetText text) {
    this.policy = policy;
    this.generation = generation;
    this.devices = devices;
    this.text = text;
  }

  static String name(int trafficClass) {
    return "sticky_" + trafficClass;
  }

  void declareSlots() {
    policy
        .stickyClasses()
        .forEach(c -> text.object("map " + Ruleset.slotMap(c) + " { type mark : mark; }"));
  }

  void write() {
    if (policy.stickyClasses().isEmpty()) {
      return;
    }
    policy.stickyClasses().forEach(this::stickyClass);
    List<List<Remote>> layers = layers(policy.remotes());
    for (int layer = 0; layer < layers.size(); layer++) {
      for (Family family : Family.values()) {
        edgeMap(layer, family, layers.get(layer));
      }
    }
    remoteEdge(layers.size());
  }

  private void stickyClass(int trafficClass) {
    String mark = hex(trafficClass << policy.markShift());
    text.chain(name(trafficClass));
    text.rule(
        "ct mark and "
            + hex(GENERATION_MASK)
            + " != 0 ct mark and "
            + hex(CLASS_BITS)
            + " == "
            + mark
            + " ct mark set ct mark and "
            + hex(policy.markMask())
            + " or "
            + hex(generation)
            + " return");
    text.rule("ct mark set " + mark);
    text.rule("meta mark set 0");
    text.rule("jump remote_edge");
    text.rule("ct mark set meta mark map @" + Ruleset.slotMap(trafficClass));
    text.rule("ct mark set ct mark or " + hex(generation));
    text.rule("meta mark set " + ClassMarks.ofNoClass(policy));
    text.end();
  }

  /** Prefixes by the number of others that they lie in: within a layer, none overlap. */
  private static List<List<Remote>> layers(List<Remote> remotes) {
    List<Prefix> all = remotes.stream().flatMap(r -> r.prefixes().stream()).toList();
    List<List<Remote>> layers = new ArrayList<>();
    boolean more = true;
    for (int depth = 0; more; depth++) {
      List<Remote> layer = new ArrayList<>();
      more = false;
      for (Remote remote : remotes) {
        List<Prefix> here = new ArrayList<>();
        for (Prefix prefix : remote.prefixes()) {
          long around = all.stream().filter(p -> !p.equals(prefix) && p.contains(prefix)).count();
          more |= around > depth;
          if (around == depth) {
            here.add(prefix);
          }
        }
        layer.add(new Remote(remote.edge(), here));
      }
      layers.add(layer);
    }
    return layers;
  }

  private void edgeMap(int layer, Family family, List<Remote> remotes) {
    List<String> elements = new ArrayList<>();
    for (Remote remote : remotes) {
      remote.prefixes().stream()
          .filter(p -> p.family() == family)
          .forEach(p -> elements.add(p + " : " + remote.edge()));
    }
    text.open("map " + edgeMapName(layer, family));
    text.rule("type " + type(family) + " : mark");
    text.rule("flags interval");
    if (!elements.isEmpty()) {
      text.rule("elements = { " + String.join(", ", elements) + " }");
    }
    text.end();
  }

  private static String edgeMapName(int layer, Family family) {
    return "edges_" + RulesetText.name(family) + "_" + layer;
  }

  /** What came from an edge is answered to it, so there the source tells. */
  private void remoteEdge(int layers) {
    text.chain("remote_edge");
    if (policy.transit() == Transit.FORBIDDEN) {
      devices.from(devices.overlay("goto remote_edge_by_source"));
    }
    edgeLookups("daddr", layers);
    if (policy.transit() == Transit.ALLOWED) {
      devices.from(devices.overlay("goto remote_edge_by_source"));
    }
    text.end();
    text.chain("remote_edge_by_source");
    edgeLookups("saddr", layers);
    text.end();
  }

  /** Prefixes within others are looked up first. */
  private void edgeLookups(String field, int layers) {
    for (int layer = layers - 1; layer >= 0; layer--) {
      for (Family family : Family.values()) {
        String map = edgeMapName(layer, family);
        text.rule("meta mark set " + ip(family) + " " + field + " map @" + map);
        text.rule("meta mark != 0 return");
      }
    }
  }
}
