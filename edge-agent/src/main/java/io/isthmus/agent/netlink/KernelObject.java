package io.isthmus.agent.netlink;

import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.net.MacAddress;
import io.isthmus.agent.net.Prefix;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something of the data plane that the kernel holds, as the agent wants or finds it. Two objects
 * with the same {@link #key} take the same place in the kernel; where they are not equal, one
 * replaces the other. Devices go by name, since indexes do not survive.
 */
public sealed interface KernelObject {

  /** What identifies the object to the kernel. */
  Object key();

  /** The one VXLAN device: {@code external vnifilter}, no learning. */
  record VxlanDevice(String name, MacAddress mac, int mtu, int port, boolean up)
      implements KernelObject {
    private record Key(String name) {}

    @Override
    public Object key() {
      return new Key(name);
    }

    /**
     * Whether the kernel can turn the one into the other without losing what hangs on it. Setting
     * the MAC address, even to the same, flushes the neighbours.
     */
    public boolean isChangeableInto(VxlanDevice other) {
      return port == other.port && mac.equals(other.mac);
    }

    @Override
    public String toString() {
      return "link " + name;
    }
  }

  /** An address of a device, without duplicate address detection. */
  record DeviceAddress(String device, IpAddress address, int length) implements KernelObject {
    @Override
    public Object key() {
      return this;
    }

    @Override
    public String toString() {
      return "address " + address + "/" + length + " dev " + device;
    }
  }

  /** A virtual network that the device accepts; the kernel drops every other. */
  record Vni(String device, int vni) implements KernelObject {
    @Override
    public Object key() {
      return this;
    }

    @Override
    public String toString() {
      return "vni " + vni + " dev " + device;
    }
  }

  /** A permanent neighbour: no resolution ever crosses the WAN. */
  record Neighbour(String device, IpAddress address, MacAddress mac) implements KernelObject {
    private record Key(String device, IpAddress address) {}

    @Override
    public Object key() {
      return new Key(device, address);
    }

    @Override
    public String toString() {
      return "neighbour " + address + " lladdr " + mac + " dev " + device;
    }
  }

  /** Next hops and their groups share one space of numbers. */
  record HopKey(int id) {}

  /** What a tunnel is, apart from the number that the agent gave it. */
  record Encapsulation(
      String device, IpAddress gateway, int vni, IpAddress source, IpAddress destination) {}

  /** A tunnel: a next hop with an on-link gateway behind a lightweight encapsulation. */
  record TunnelHop(int id, Encapsulation encapsulation) implements KernelObject {
    @Override
    public Object key() {
      return new HopKey(id);
    }

    @Override
    public String toString() {
      return "nexthop "
          + Integer.toUnsignedString(id)
          + " vni "
          + encapsulation.vni()
          + " src "
          + encapsulation.source()
          + " dst "
          + encapsulation.destination();
    }
  }

  /** Where packets end: the only member of a group that drops. Not of any one device. */
  record DropHop(int id) implements KernelObject {
    @Override
    public Object key() {
      return new HopKey(id);
    }

    @Override
    public String toString() {
      return "nexthop " + Integer.toUnsignedString(id) + " blackhole";
    }
  }

  /** A next hop of ours that is neither a tunnel nor a group as the agent makes them. */
  record UnknownHop(int id) implements KernelObject {
    @Override
    public Object key() {
      return new HopKey(id);
    }

    @Override
    public String toString() {
      return "nexthop " + Integer.toUnsignedString(id);
    }
  }

  /** Weighted tunnels in ascending order of id, or the one hop that drops. */
  record HopGroup(int id, List<Member> members, Spread spread) implements KernelObject {
    public HopGroup {
      members = List.copyOf(members);
    }

    public HopGroup(int id, List<Member> members) {
      this(id, members, new ByHash());
    }

    /** Whether the kernel can turn the one into the other: what spreads flows is for life. */
    public boolean isChangeableInto(HopGroup other) {
      return switch (spread) {
        case ByHash ignored -> other.spread instanceof ByHash;
        case Resilient mine ->
            other.spread instanceof Resilient theirs && mine.buckets == theirs.buckets;
      };
    }

    @Override
    public Object key() {
      return new HopKey(id);
    }

    @Override
    public String toString() {
      return "nexthop "
          + Integer.toUnsignedString(id)
          + " group "
          + members.stream().map(Member::toString).collect(Collectors.joining("/"))
          + (spread instanceof Resilient ? " type resilient" : "");
    }
  }

  /** How a group finds the member for a flow. */
  sealed interface Spread {}

  /** By ranges of the flow's hash: another member or weight moves flows of all members. */
  record ByHash() implements Spread {}

  /**
   * By a table of buckets, each of which keeps its member for as long as it can: a member that goes
   * moves its own buckets at once and no other; another weight moves as few as need be, and those
   * that carry nothing first (Linux, Documentation/networking/nexthop-group-resilient.rst).
   *
   * @param buckets fixed when the group is made
   * @param idleTicks hundredths of a second without a packet, after which a bucket may move
   * @param unbalancedTicks hundredths of a second, after which busy buckets move too; 0: never
   */
  record Resilient(int buckets, int idleTicks, int unbalancedTicks) implements Spread {}

  /** Share of one hop in a group; weight 1–256. */
  record Member(int hop, int weight) {
    @Override
    public String toString() {
      return Integer.toUnsignedString(hop) + "," + weight;
    }
  }

  /** Where packets of a route go. */
  sealed interface Target {}

  /** To a next hop object, a group as a rule. */
  record ToHop(int id) implements Target {
    @Override
    public String toString() {
      return "nhid " + Integer.toUnsignedString(id);
    }
  }

  /** Out of a device, to a gateway or on-link. */
  record ToDevice(String device, @Nullable IpAddress gateway, boolean onlink) implements Target {
    @Override
    public String toString() {
      return (gateway == null ? "" : "via " + gateway + " ") + "dev " + device;
    }
  }

  /** To the edge itself. */
  record ToSelf() implements Target {
    @Override
    public String toString() {
      return "local";
    }
  }

  /** Nowhere, without a word. */
  record Blackhole() implements Target {
    @Override
    public String toString() {
      return "blackhole";
    }
  }

  /** Nowhere, and the sender is told. */
  record Unreachable() implements Target {
    @Override
    public String toString() {
      return "unreachable";
    }
  }

  /** A route. The preferred source is only a hint for the edge's own packets. */
  record Route(Prefix prefix, int table, Target target, @Nullable IpAddress preferredSource)
      implements KernelObject {
    private record Key(Prefix prefix, int table) {}

    @Override
    public Object key() {
      return new Key(prefix, table);
    }

    @Override
    public String toString() {
      return "route " + prefix + " table " + table + " " + target;
    }
  }

  /** A policy rule. Table 0 means that matching packets are unreachable. */
  record Rule(
      Family family,
      int priority,
      @Nullable IpAddress from,
      @Nullable String inputDevice,
      int mark,
      int mask,
      int table)
      implements KernelObject {

    /** Stands for the action {@code unreachable}. */
    public static final int UNREACHABLE = 0;

    @Override
    public Object key() {
      return this;
    }

    @Override
    public String toString() {
      return "rule "
          + (family == Family.IPV4 ? "inet " : "inet6 ")
          + priority
          + ":"
          + (from == null ? "" : " from " + from)
          + (inputDevice == null ? "" : " iif " + inputDevice)
          + (mask == 0 ? "" : " fwmark 0x" + Integer.toHexString(mark))
          + (table == UNREACHABLE ? " unreachable" : " lookup " + table);
    }
  }
}
