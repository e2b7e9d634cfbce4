package io.isthmus.agent.desired;

import io.isthmus.agent.desired.Catalog.Keyed;
import io.isthmus.agent.desired.Resource.Steering;
import io.isthmus.agent.netlink.KernelObject.HopGroup;
import io.isthmus.agent.netlink.KernelObject.HopKey;
import io.isthmus.agent.netlink.KernelObject.Member;
import io.isthmus.agent.netlink.KernelObject.TunnelHop;
import io.isthmus.agent.netlink.KernelState;
import io.isthmus.agent.nft.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes over what an earlier run of the agent left in charge: a restart alone moves no traffic,
 * since nothing is known of the paths yet that the earlier run did not know better. What is there
 * counts where every tunnel of it is a candidate. Nothing at all does not count: a class that was
 * dropped begins with what the configuration gives it.
 */
public final class Adoption {

  private final DesiredState compiled;
  private final KernelState kernel;
  private final Map<Integer, String> tunnels = new HashMap<>();

  private Adoption(DesiredState compiled, KernelState kernel) {
    this.compiled = compiled;
    this.kernel = kernel;
  }

  /** The compiled state with the choices that the kernel shows. */
  public static DesiredState of(DesiredState compiled, KernelState kernel, List<Slot> slots) {
    return new Adoption(compiled, kernel).adopt(slots);
  }

  private DesiredState adopt(List<Slot> slots) {
    Catalog catalog = new Catalog(compiled.config());
    for (String key : catalog.tunnels.keySet()) {
      compiled
          .only(Blocks.key(key, Blocks.HOP))
          .ifPresent(hop -> tunnels.put(((TunnelHop) hop).id(), key));
    }
    Reroute.Work work = new Reroute.Work(compiled);
    for (Keyed<Steering> steering : catalog.steerings) {
      Choice intended = compiled.choices().of(steering.key(), steering.value());
      Choice found = found(steering, intended, current(steering.key(), slots));
      if (!found.equals(intended)) {
        work.put(steering.key(), found);
      }
    }
    return work.result().state();
  }

  private int current(String steeringKey, List<Slot> slots) {
    DesiredState.SlotKey key = compiled.slotKeys().get(steeringKey);
    return slots.stream()
        .filter(slot ->
            key != null
                && slot.trafficClass() == key.markedClass()
                && slot.edge() == key.edgeNumber())
        .map(slot -> Numbering.slot(slot.mark()))
        .findFirst()
        .orElse(0);
  }

  private Choice found(Keyed<Steering> steering, Choice intended, int current) {
    List<List<Share>> slots = new ArrayList<>();
    for (int slot = 0; slot < intended.slots().size(); slot++) {
      List<Share> otherwise = intended.slots().get(slot);
      slots.add(
          inSlot(steering, slot)
              .filter(found -> !Set.copyOf(found).equals(Set.copyOf(otherwise)))
              .orElse(otherwise));
    }
    List<Integer> order = new ArrayList<>(intended.order());
    order.remove((Integer) current);
    order.addFirst(current);
    return new Choice(intended.configured(), slots, order);
  }

  private Optional<List<Share>> inSlot(Keyed<Steering> steering, int slot) {
    int id =
        compiled
            .only(Blocks.groupKey(steering.key(), slot))
            .map(group -> ((HopGroup) group).id())
            .orElseThrow();
    if (!(kernel.owned().get(new HopKey(id)) instanceof HopGroup group)) {
      return Optional.empty();
    }
    List<Share> shares = new ArrayList<>();
    for (Member member : group.members()) {
      String tunnel = tunnels.get(member.hop());
      if (tunnel == null
          || !steering.value().candidates().stream().anyMatch(c -> c.tunnelKey().equals(tunnel))) {
        return Optional.empty();
      }
      shares.add(new Share(tunnel, member.weight()));
    }
    return Optional.of(shares);
  }
}
