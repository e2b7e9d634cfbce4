package io.isthmus.agent.desired;

import io.isthmus.agent.net.Instance;
import io.isthmus.agent.net.Prefix;
import io.isthmus.agent.netlink.Change;
import io.isthmus.agent.netlink.KernelObject;
import io.isthmus.agent.netlink.KernelObject.Encapsulation;
import io.isthmus.agent.netlink.KernelObject.HopGroup;
import io.isthmus.agent.netlink.KernelObject.Route;
import io.isthmus.agent.netlink.KernelObject.ToHop;
import io.isthmus.agent.netlink.KernelObject.TunnelHop;
import io.isthmus.agent.netlink.KernelState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for tunnels and for those groups whose number does not follow from what they are for: the
 * same content keeps its number for as long as it lives, through restarts too, because at the start
 * the kernel is asked. Numbers given during an attempt that fails are taken back. Confined to the
 * thread that applies.
 */
public final class HopIds {

  private final int firstHop;
  private final int firstGivenGroup;
  private final Map<Encapsulation, Integer> ids = new HashMap<>();
  private final BitSet taken = new BitSet();
  private final List<Encapsulation> given = new ArrayList<>();
  private final Map<Encapsulation, Encapsulation> inheritedFrom = new LinkedHashMap<>();
  private final Map<Place, Integer> groups = new HashMap<>();
  private final List<Place> givenGroups = new ArrayList<>();
  private final Map<Object, Integer> routed = new HashMap<>();
  private final Set<Integer> foreign = new HashSet<>();

  public HopIds(Instance instance) {
    this.firstHop = Numbering.firstHop(instance);
    this.firstGivenGroup = Numbering.firstGivenGroup(instance);
  }

  /** What a group is for. */
  record Place(int table, int edgeNumber, boolean resilient) {}

  /** Takes over what the kernel has; numbers that others use are not given out. */
  public void learn(KernelState kernel) {
    kernel.foreignHops().forEach(this::avoid);
    foreign.clear();
    foreign.addAll(kernel.foreignHops());
    routed.clear();
    for (KernelObject object : kernel.owned().values()) {
      if (object instanceof Route route
          && route.target() instanceof ToHop group
          && isGivenGroup(group.id())) {
        routed.put(route.key(), group.id());
      }
      if (object instanceof TunnelHop hop && isTunnel(hop.id())) {
        int slot = hop.id() - firstHop;
        if (!taken.get(slot) && ids.putIfAbsent(hop.encapsulation(), hop.id()) == null) {
          taken.set(slot);
        }
      }
    }
  }

  /** Whoever holds the number now must find another one. */
  private void avoid(int id) {
    if (isTunnel(id)) {
      taken.set(id - firstHop);
      ids.values().removeIf(used -> used == id);
    }
  }

  /** Groups have the highest bit set, and are negative here. */
  private boolean isTunnel(int id) {
    return id >= firstHop && id < Numbering.firstGivenGroup(Instance.FIRST);
  }

  private boolean isGivenGroup(int id) {
    return id >= firstGivenGroup;
  }

  /** Of a group that the routes to these prefixes in the place's table lead to. */
  int groupOf(Place place, List<Prefix> prefixes) {
    Integer known = groups.get(place);
    if (known != null) {
      return known;
    }
    int id = prefixes.isEmpty() ? 0 : routed(place, prefixes.getFirst());
    if (id == 0) {
      id = firstGivenGroup;
      while (isTakenByGroup(id)) {
        id++;
      }
    }
    groups.put(place, id);
    givenGroups.add(place);
    return id;
  }

  /** What a restarted agent finds it had given. */
  private int routed(Place place, Prefix prefix) {
    Object key = new Route(prefix, place.table(), new ToHop(0), null).key();
    int id = routed.getOrDefault(key, 0);
    return groups.containsValue(id) ? 0 : id;
  }

  private boolean isTakenByGroup(int id) {
    return groups.containsValue(id) || routed.containsValue(id) || foreign.contains(id);
  }

  /**
   * @param before what the same tunnel was, if that is to hand its number on: then the tunnel
   *     changes by one replacement, and no group does
   */
  int idOf(Encapsulation tunnel, @Nullable Encapsulation before) {
    Integer known = ids.get(tunnel);
    if (known != null) {
      return known;
    }
    Integer inherited = before == null ? null : ids.remove(before);
    if (inherited != null) {
      ids.put(tunnel, inherited);
      inheritedFrom.put(tunnel, before);
      return inherited;
    }
    int slot = taken.nextClearBit(0);
    taken.set(slot);
    ids.put(tunnel, firstHop + slot);
    given.add(tunnel);
    return firstHop + slot;
  }

  /** What was given since the last call stays; the numbers of removed tunnels are free. */
  public void commit(List<Change> removals) {
    inheritedFrom.clear();
    given.clear();
    givenGroups.clear();
    for (Change removal : removals) {
      if (removal.object() instanceof HopGroup group) {
        groups.values().removeIf(used -> used == group.id());
        routed.values().removeIf(used -> used == group.id());
      }
      if (removal.object() instanceof TunnelHop hop
          && Objects.equals(ids.get(hop.encapsulation()), hop.id())) {
        release(List.of(hop.encapsulation()));
      }
    }
  }

  /** Takes back what was given since the last {@link #commit}. */
  public void abort() {
    inheritedFrom.forEach((tunnel, before) -> {
      Integer id = ids.remove(tunnel);
      if (id != null) {
        ids.put(before, id);
      }
    });
    inheritedFrom.clear();
    release(List.copyOf(given));
    given.clear();
    givenGroups.forEach(groups::remove);
    givenGroups.clear();
  }

  private void release(List<Encapsulation> tunnels) {
    for (Encapsulation tunnel : tunnels) {
      Integer id = ids.remove(tunnel);
      if (id != null) {
        taken.clear(id - firstHop);
      }
    }
  }
}
