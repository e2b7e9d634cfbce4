package io.isthmus.agent.apply;

import io.isthmus.agent.netlink.Change;
import io.isthmus.agent.netlink.Change.Verb;
import io.isthmus.agent.netlink.KernelObject;
import io.isthmus.agent.netlink.KernelObject.Blackhole;
import io.isthmus.agent.netlink.KernelObject.DeviceAddress;
import io.isthmus.agent.netlink.KernelObject.DropHop;
import io.isthmus.agent.netlink.KernelObject.HopGroup;
import io.isthmus.agent.netlink.KernelObject.HopKey;
import io.isthmus.agent.netlink.KernelObject.Neighbour;
import io.isthmus.agent.netlink.KernelObject.Route;
import io.isthmus.agent.netlink.KernelObject.Rule;
import io.isthmus.agent.netlink.KernelObject.Target;
import io.isthmus.agent.netlink.KernelObject.ToHop;
import io.isthmus.agent.netlink.KernelObject.TunnelHop;
import io.isthmus.agent.netlink.KernelObject.UnknownHop;
import io.isthmus.agent.netlink.KernelObject.Unreachable;
import io.isthmus.agent.netlink.KernelObject.Vni;
import io.isthmus.agent.netlink.KernelObject.VxlanDevice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How to get from one set of objects to another: pure, and nothing where they are the same. What is
 * new comes before what is old goes, and what others stand on comes before them, so that at no
 * moment a packet finds less than it would have found before or after.
 *
 * @param foundations what must be gone or there before anything else: a device that is replaced
 * @param additions new and changed objects
 * @param removals old objects
 */
public record Plan(List<Change> foundations, List<Change> additions, List<Change> removals) {

  private static final Comparator<Change> BOTTOM_UP =
      Comparator.<Change>comparingInt(change -> layer(change.object()))
          .thenComparingInt(change -> change.object() instanceof Vni vni ? vni.vni() : 0);

  private static final Comparator<Change> TOP_DOWN =
      Comparator.<Change>comparingInt(change -> -layer(change.object()))
          .thenComparingInt(change -> change.object() instanceof Vni vni ? vni.vni() : 0);

  public Plan {
    foundations = List.copyOf(foundations);
    additions = List.copyOf(additions);
    removals = List.copyOf(removals);
  }

  public static Plan between(
      Collection<? extends KernelObject> current, Collection<? extends KernelObject> desired) {
    return new Difference(current).to(desired);
  }

  public boolean isEmpty() {
    return size() == 0;
  }

  public int size() {
    return foundations.size() + additions.size() + removals.size();
  }

  public List<Change> all() {
    return Stream.of(foundations, additions, removals).flatMap(List::stream).toList();
  }

  /** In order. */
  List<Change> additionsOf(Predicate<KernelObject> kind) {
    return additions.stream().filter(change -> kind.test(change.object())).toList();
  }

  /** An object stands only on objects of lower layers. */
  private static int layer(KernelObject object) {
    return switch (object) {
      case VxlanDevice ignored -> 0;
      case DeviceAddress ignored -> 1;
      case Vni ignored -> 2;
      case Neighbour ignored -> 3;
      case TunnelHop ignored -> 4;
      case DropHop ignored -> 4;
      case UnknownHop ignored -> 4;
      case HopGroup ignored -> 5;
      case Route route -> isEnd(route.target()) ? 6 : 7;
      case Rule ignored -> 8;
    };
  }

  private static boolean isEnd(Target target) {
    return target instanceof Blackhole || target instanceof Unreachable;
  }

  private static final class Difference {
    private final Map<Object, KernelObject> current = new LinkedHashMap<>();
    private final List<Change> foundations = new ArrayList<>();
    private final List<Change> additions = new ArrayList<>();

    Difference(Collection<? extends KernelObject> current) {
      current.forEach(object -> this.current.put(object.key(), object));
    }

    Plan to(Collection<? extends KernelObject> desired) {
      desired.forEach(object -> {
        if (object instanceof VxlanDevice device) {
          device(device);
        }
      });
      desired.forEach(object -> {
        if (!(object instanceof VxlanDevice)) {
          object(object);
        }
      });
      List<Change> removals = new ArrayList<>();
      current.values().forEach(object -> removals.add(new Change(Verb.REMOVE, object)));
      additions.sort(BOTTOM_UP);
      removals.sort(TOP_DOWN);
      return new Plan(foundations, additions, removals);
    }

    private void device(VxlanDevice desired) {
      KernelObject found = current.remove(desired.key());
      if (found instanceof VxlanDevice present && present.isChangeableInto(desired)) {
        if (!present.equals(desired)) {
          additions.add(new Change(Verb.REPLACE, desired));
        }
        return;
      }
      if (found != null) {
        foundations.add(new Change(Verb.REMOVE, found));
        Set<Integer> staying = groupsThatDrop();
        current.values().removeIf(object -> goesWithDevice(object, staying));
      }
      foundations.add(new Change(Verb.ADD, desired));
      // It is made down, so that its settings are in place before it takes a packet.
      additions.add(new Change(Verb.REPLACE, desired));
    }

    /** They stand on no device of ours. */
    private Set<Integer> groupsThatDrop() {
      Set<Integer> ids = new HashSet<>();
      for (KernelObject object : current.values()) {
        if (object instanceof HopGroup group
            && group.members().stream()
                .allMatch(m -> current.get(new HopKey(m.hop())) instanceof DropHop)) {
          ids.add(group.id());
        }
      }
      return ids;
    }

    /** The kernel removes these when the device goes. */
    private static boolean goesWithDevice(KernelObject object, Set<Integer> staying) {
      return switch (object) {
        case VxlanDevice ignored -> true;
        case DeviceAddress ignored -> true;
        case Vni ignored -> true;
        case Neighbour ignored -> true;
        case TunnelHop ignored -> true;
        case DropHop ignored -> false;
        case UnknownHop ignored -> true;
        case HopGroup group -> !staying.contains(group.id());
        case Route route -> route.target() instanceof ToHop hop && !staying.contains(hop.id());
        case Rule ignored -> false;
      };
    }

    /** A group cannot take the place of a single next hop, nor of a group of another kind. */
    private static boolean isChangeable(KernelObject present, KernelObject desired) {
      return present instanceof HopGroup from && desired instanceof HopGroup to
          ? from.isChangeableInto(to)
          : present.getClass().equals(desired.getClass());
    }

    private void object(KernelObject desired) {
      KernelObject present = current.remove(desired.key());
      if (present == null) {
        additions.add(new Change(Verb.ADD, desired));
      } else if (!isChangeable(present, desired)) {
        foundations.add(new Change(Verb.REMOVE, present));
        additions.add(new Change(Verb.ADD, desired));
      } else if (!present.equals(desired)) {
        additions.add(new Change(Verb.REPLACE, desired));
      }
    }
  }
}
