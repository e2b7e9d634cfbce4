package io.isthmus.agent.netlink;

/** Numbers of {@code linux/rtnetlink.h} and {@code linux/netlink.h} that several messages share. */
final class Rtnetlink {

  static final int NEW_LINK = 16;
  static final int DEL_LINK = 17;
  static final int GET_LINK = 18;
  static final int NEW_ADDR = 20;
  static final int DEL_ADDR = 21;
  static final int GET_ADDR = 22;
  static final int NEW_ROUTE = 24;
  static final int DEL_ROUTE = 25;
  static final int GET_ROUTE = 26;
  static final int NEW_NEIGH = 28;
  static final int DEL_NEIGH = 29;
  static final int GET_NEIGH = 30;
  static final int NEW_RULE = 32;
  static final int DEL_RULE = 33;
  static final int GET_RULE = 34;
  static final int NEW_NEXTHOP = 104;
  static final int DEL_NEXTHOP = 105;
  static final int GET_NEXTHOP = 106;
  static final int NEW_TUNNEL = 120;
  static final int DEL_TUNNEL = 121;
  static final int GET_TUNNEL = 122;

  static final int GROUP_LINK = 1;
  static final int GROUP_NEIGH = 3;
  static final int GROUP_IPV4_ADDR = 5;
  static final int GROUP_IPV4_ROUTE = 7;
  static final int GROUP_IPV4_RULE = 8;
  static final int GROUP_IPV6_ADDR = 9;
  static final int GROUP_IPV6_ROUTE = 11;
  static final int GROUP_IPV6_RULE = 19;
  static final int GROUP_NEXTHOP = 32;
  static final int GROUP_TUNNEL = 35;

  static final int AF_UNSPEC = 0;
  static final int AF_BRIDGE = 7;

  private static final int REQUEST = 1;
  private static final int ACK = 4;
  private static final int REPLACE = 0x100;
  private static final int EXCLUSIVE = 0x200;
  private static final int CREATE = 0x400;

  static final int DUMP = REQUEST | 0x300;
  static final int PLAIN = REQUEST | ACK;

  private Rtnetlink() {}

  static int flags(Change.Verb verb) {
    return switch (verb) {
      case ADD -> PLAIN | CREATE | EXCLUSIVE;
      case REPLACE -> PLAIN | CREATE | REPLACE;
      case REMOVE -> PLAIN;
    };
  }

  /** The message type that does it, from the type that adds. */
  static int type(Change.Verb verb, int addingType) {
    return verb == Change.Verb.REMOVE ? addingType + 1 : addingType;
  }
}
