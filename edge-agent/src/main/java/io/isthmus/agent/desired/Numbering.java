package io.isthmus.agent.desired;

import io.isthmus.agent.net.Instance;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.net.MacAddress;
import io.isthmus.agent.net.Prefix;
import io.isthmus.agent.netlink.KernelObject;
import io.isthmus.agent.netlink.KernelObject.Route;
import io.isthmus.agent.netlink.KernelObject.Rule;

/**
 * Every number that is derived rather than chosen. Two edges agree on them without a word, and a
 * reader of {@code ip} output can tell what an object is.
 *
 * <pre>
 * vx0's MAC              02:69:73:00:EE:EE          EEEE = edge number
 * vx0's address          fe80::6973:EEEE/64         gateway of every tunnel to that edge
 * tunnel address         fd69:7374:686d:EEEE::VVVV  VVVV = VNI, in the last 32 bits
 * tunnel next hop        1,000,000 and up           lowest free, kept for the tunnel's life
 * next hop that drops    999,999                    the only member of a group without tunnels
 * group next hop         0x80000000 | class &lt;&lt; 16 | edge number
 * other group next hop   0x40000000 and up          resilient, or of a later slot; kept likewise
 * class table            10,000 + class             32,767 is the class of unmatched packets
 * table of a later slot  10,000 + 40,000 x slot + class
 * WAN table              9,000 + WAN link number
 * table of an inside     1,000,000 + instance &lt;&lt; 24 + WAN link number &lt;&lt; 16 + generation
 * mark of outer WireGuard packets   0x80000000 | instance &lt;&lt; 8 | WAN link number
 * packet mark            class &lt;&lt; 16 | slot &lt;&lt; 14 | instance
 * </pre>
 *
 * Numbers are those of the first instance, see {@link Instance}. Those of others: tables as told
 * there; next hops from 1,000,000 + N &lt;&lt; 26, other groups from 0x40000000 + N &lt;&lt; 24;
 * 999,999 − N drops; the default class counts as 32,767 − N in numbers of groups.
 */
public final class Numbering {

  /** The class of packets that no application matches; it has a table but no mark. */
  public static final int DEFAULT_CLASS = 32_767;

  public static final int MARK_SHIFT = 16;
  public static final int MARK_MASK = 0x7fff_0000;

  /**
   * A class whose flows stay where they began has so many slots: tables with groups of their own.
   * Others have the first alone.
   */
  public static final int SLOTS = 4;

  public static final int SLOT_SHIFT = 14;

  /** Class and slot. */
  public static final int SLOT_MASK = MARK_MASK | (SLOTS - 1) << SLOT_SHIFT;

  private static final int TABLES_PER_SLOT = 40_000;

  /** Prefixes of the LAN segments of the routing domain. */
  private static final int LAN_TABLE = 9_900;

  /** Tunnel addresses of remote edges. */
  private static final int TUNNEL_ADDRESS_TABLE = 9_901;

  /** The kernel's own table of local addresses. */
  public static final int LOCAL_TABLE = 255;

  /** The block of all tunnel addresses of all edges: a unique local prefix (RFC 4193). */
  public static final Prefix TUNNEL_ADDRESSES =
      new Prefix(IpAddress.ipv6(0xfd69_7374_686d_0000L, 0), 48);

  /** What is inside of WireGuard and nowhere else. */
  public static final Prefix INSIDE_ADDRESSES =
      new Prefix(IpAddress.ipv6(0xfd69_7374_7767_0000L, 0), 48);

  /** The next hop that drops; groups of no tunnel have it as their only member. */
  private static final int DROP_HOP = 999_999;

  private static final int FIRST_HOP = 1_000_000;
  private static final int FIRST_GIVEN_GROUP = 0x4000_0000;
  private static final int HOPS_SHIFT = 26;
  private static final int GIVEN_GROUPS_SHIFT = 24;

  private static final long MAC_PREFIX = 0x0269_7300_0000L;
  private static final long LINK_LOCAL_HIGH = 0xfe80L << 48;
  private static final long LINK_LOCAL_LOW = 0x6973_0000L;
  private static final int FIRST_CLASS_TABLE = 10_000;
  private static final int FIRST_WAN_TABLE = 9_000;

  /** Of the mark of outer WireGuard packets. */
  static final int OUTER_MASK = 0xffff_ffff;

  private static final int FIRST_INSIDE_TABLE = 1_000_000;

  private Numbering() {}

  public static int lanTable(Instance instance) {
    return instance.tables() + LAN_TABLE;
  }

  public static int tunnelAddressTable(Instance instance) {
    return instance.tables() + TUNNEL_ADDRESS_TABLE;
  }

  public static int dropHop(Instance instance) {
    return DROP_HOP - instance.number();
  }

  static int firstHop(Instance instance) {
    return FIRST_HOP + (instance.number() << HOPS_SHIFT);
  }

  static int firstGivenGroup(Instance instance) {
    return FIRST_GIVEN_GROUP + (instance.number() << GIVEN_GROUPS_SHIFT);
  }

  public static MacAddress mac(int edgeNumber) {
    return new MacAddress(MAC_PREFIX | edgeNumber);
  }

  public static IpAddress linkLocal(int edgeNumber) {
    return IpAddress.ipv6(LINK_LOCAL_HIGH, LINK_LOCAL_LOW | edgeNumber);
  }

  /** All tunnel addresses of one edge. */
  public static Prefix tunnelAddresses(int edgeNumber) {
    return new Prefix(IpAddress.ipv6(TUNNEL_ADDRESSES.address().high() | edgeNumber, 0), 64);
  }

  public static IpAddress tunnelAddress(int edgeNumber, int vni) {
    return IpAddress.ipv6(TUNNEL_ADDRESSES.address().high() | edgeNumber, vni);
  }

  /** Every instance has a class of unmatched packets: theirs are numbered downwards here. */
  public static int group(Instance instance, int trafficClass, int edgeNumber) {
    int number = trafficClass == DEFAULT_CLASS ? DEFAULT_CLASS - instance.number() : trafficClass;
    return 0x8000_0000 | number << 16 | edgeNumber;
  }

  public static int classTable(Instance instance, int trafficClass) {
    return instance.tables() + FIRST_CLASS_TABLE + trafficClass;
  }

  public static int slotTable(Instance instance, int trafficClass, int slot) {
    return classTable(instance, trafficClass) + slot * TABLES_PER_SLOT;
  }

  public static int slotMark(int markedClass, int slot) {
    return mark(markedClass) | slot << SLOT_SHIFT;
  }

  /** The slot in a packet's mark. */
  public static int slot(int mark) {
    return (mark & SLOT_MASK & ~MARK_MASK) >>> SLOT_SHIFT;
  }

  public static int wanTable(Instance instance, int wanLinkNumber) {
    return instance.tables() + FIRST_WAN_TABLE + wanLinkNumber;
  }

  /** Where what is sent from the address inside of a link's generation finds its way. */
  static int insideTable(int instance, int wanLinkNumber, int generation) {
    return FIRST_INSIDE_TABLE + (instance << 24 | wanLinkNumber << 16 | generation);
  }

  /** Whether it is by this that outer packets of WireGuard find their way. */
  public static boolean isUnderlay(Instance instance, KernelObject object) {
    return switch (object) {
      case Route route -> isWanTable(instance, route.table());
      case Rule rule -> rule.mask() == OUTER_MASK;
      default -> false;
    };
  }

  private static boolean isWanTable(Instance instance, int table) {
    return table > wanTable(instance, 0) && table < lanTable(instance);
  }

  /** All addresses inside that one edge has. */
  static Prefix insideAddresses(int edgeNumber) {
    return new Prefix(IpAddress.ipv6(INSIDE_ADDRESSES.address().high() | edgeNumber, 0), 64);
  }

  /** No class's mark has the highest bit. */
  static int outerMark(int instance, int wanLinkNumber) {
    return 0x8000_0000 | instance << 8 | wanLinkNumber;
  }

  public static int mark(int trafficClass) {
    return trafficClass << MARK_SHIFT;
  }

  /** The class of packets that no application matches has no mark. */
  static int markedNumber(int trafficClass) {
    return trafficClass == DEFAULT_CLASS ? 0 : trafficClass;
  }
}
