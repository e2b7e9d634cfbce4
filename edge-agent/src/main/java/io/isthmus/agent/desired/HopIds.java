package io.isthmus.agent.desired;

import io.isthmus.agent.netlink.Change;
import io.isthmus.agent.netlink.KernelObject;
import io.isthmus.agent.netlink.KernelObject.Encapsulation;
import io.isthmus.agent.netlink.KernelObject.TunnelHop;
import io.isthmus.agent.netlink.KernelState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Numbers for tunnels: the same content keeps its number for as long as it lives, through restarts
 * too, because at the start the kernel is asked. Numbers given during an attempt that fails are
 * taken back. Confined to the thread that applies.
 */
public final class HopIds {

  private final Map<Encapsulation, Integer> ids = new HashMap<>();
  private final BitSet taken = new BitSet();
  private final List<Encapsulation> given = new ArrayList<>();

  /** Takes over what the kernel has; numbers that others use are not given out. */
  public void learn(KernelState kernel) {
    kernel.foreignHops().forEach(this::avoid);
    for (KernelObject object : kernel.owned().values()) {
      if (object instanceof TunnelHop hop && isTunnel(hop.id())) {
        int slot = hop.id() - Numbering.FIRST_HOP;
        if (!taken.get(slot) && ids.putIfAbsent(hop.encapsulation(), hop.id()) == null) {
          taken.set(slot);
        }
      }
    }
  }

  /** Whoever holds the number now must find another one. */
  private void avoid(int id) {
    if (isTunnel(id)) {
      taken.set(id - Numbering.FIRST_HOP);
      ids.values().removeIf(used -> used == id);
    }
  }

  /** Groups have the highest bit set, and are negative here. */
  private static boolean isTunnel(int id) {
    return id >= Numbering.FIRST_HOP;
  }

  int idOf(Encapsulation tunnel) {
    Integer known = ids.get(tunnel);
    if (known != null) {
      return known;
    }
    int slot = taken.nextClearBit(0);
    taken.set(slot);
    ids.put(tunnel, Numbering.FIRST_HOP + slot);
    given.add(tunnel);
    return Numbering.FIRST_HOP + slot;
  }

  /** What was given since the last call stays; the numbers of removed tunnels are free. */
  public void commit(List<Change> removals) {
    given.clear();
    for (Change removal : removals) {
      if (removal.object() instanceof TunnelHop hop
          && Objects.equals(ids.get(hop.encapsulation()), hop.id())) {
        release(List.of(hop.encapsulation()));
      }
    }
  }

  /** Takes back what was given since the last {@link #commit}. */
  public void abort() {
    release(List.copyOf(given));
    given.clear();
  }

  private void release(List<Encapsulation> tunnels) {
    for (Encapsulation tunnel : tunnels) {
      Integer id = ids.remove(tunnel);
      if (id != null) {
        taken.clear(id - Numbering.FIRST_HOP);
      }
    }
  }
}
