package io.isthmus.agent.netlink;

import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.net.Prefix;
import io.isthmus.agent.netlink.KernelObject.Blackhole;
import io.isthmus.agent.netlink.KernelObject.Route;
import io.isthmus.agent.netlink.KernelObject.Target;
import io.isthmus.agent.netlink.KernelObject.ToDevice;
import io.isthmus.agent.netlink.KernelObject.ToHop;
import io.isthmus.agent.netlink.KernelObject.ToSelf;
import io.isthmus.agent.netlink.KernelObject.Unreachable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code RTM_*ROUTE}, both families. */
final class RouteCodec {

  private static final int BODY = 12;
  private static final int RTA_DST = 1;
  private static final int RTA_OIF = 4;
  private static final int RTA_GATEWAY = 5;
  private static final int RTA_PRIORITY = 6;
  private static final int RTA_PREFSRC = 7;
  private static final int RTA_TABLE = 15;
  private static final int RTA_NH_ID = 30;
  private static final int UNICAST = 1;
  private static final int LOCAL = 2;
  private static final int BLACKHOLE = 6;
  private static final int UNREACHABLE = 7;
  private static final int MAIN_TABLE = 254;
  private static final int SCOPE_UNIVERSE = 0;
  private static final int SCOPE_LINK = 253;
  private static final int SCOPE_HOST = 254;
  private static final int SCOPE_NOWHERE = 255;
  private static final int ONLINK = 4;
  private static final String LOOPBACK = "lo";

  /** What the kernel gives an IPv6 route without one; written, so that what is read is the same. */
  private static final int IPV6_METRIC = 1024;

  private RouteCodec() {}

  /** Only routes of the agent's protocol: the kernel filters. */
  static void writeDump(MessageWriter writer, int sequence, Family family) {
    writer.begin(Rtnetlink.GET_ROUTE, Rtnetlink.DUMP, sequence);
    writer.u8(family.number()).u8(0).u8(0).u8(0);
    writer.u8(0).u8(writer.instance().protocol()).u8(0).u8(0).u32(0).end();
  }

  /** All routes of the main table; the kernel filters. */
  static void writeDumpOfMain(MessageWriter writer, int sequence, Family family) {
    writer.begin(Rtnetlink.GET_ROUTE, Rtnetlink.DUMP, sequence);
    writer.u8(family.number()).u8(0).u8(0).u8(0);
    writer.u8(0).u8(0).u8(0).u8(UNICAST).u32(0).attributeU32(RTA_TABLE, MAIN_TABLE).end();
  }

  /** Adds the gateway of a default route, by its device's index. */
  static void readGateway(
      Message message, Attributes attributes, Map<Integer, List<IpAddress>> into) {
    int length = message.buffer().get(message.body() + 1) & 0xff;
    attributes.parse(message.buffer(), message.body() + BODY, message.end());
    if (length == 0 && attributes.has(RTA_GATEWAY) && attributes.has(RTA_OIF)) {
      into.computeIfAbsent(attributes.u32(RTA_OIF, 0), i -> new ArrayList<>())
          .add(attributes.address(RTA_GATEWAY));
    }
  }

  static void write(
      MessageWriter writer, int sequence, Change.Verb verb, Route route, DeviceIndexes indexes)
      throws NetlinkException {
    boolean remove = verb == Change.Verb.REMOVE;
    Prefix prefix = route.prefix();
    int flags = route.target() instanceof ToDevice device && device.onlink() ? ONLINK : 0;
    // Looked up first: a device that is missing must not leave half a message behind.
    int output = remove ? 0 : output(route.target(), indexes);
    writer.begin(Rtnetlink.type(verb, Rtnetlink.NEW_ROUTE), Rtnetlink.flags(verb), sequence);
    writer.u8(prefix.family().number()).u8(prefix.length()).u8(0).u8(0);
    writer
        .u8(0)
        .u8(writer.instance().protocol())
        .u8(remove ? SCOPE_NOWHERE : scope(route))
        .u8(remove ? 0 : type(route.target()))
        .u32(remove ? 0 : flags)
        .attribute(RTA_DST, prefix.address().bytes())
        .attributeU32(RTA_TABLE, route.table());
    if (prefix.family() == Family.IPV6) {
      writer.attributeU32(RTA_PRIORITY, IPV6_METRIC);
    }
    if (!remove) {
      target(writer, route, output);
    }
    writer.end();
  }

  private static int output(Target target, DeviceIndexes indexes) throws NetlinkException {
    return switch (target) {
      case ToDevice device -> indexes.of(device.device());
      case ToSelf ignored -> indexes.of(LOOPBACK);
      case ToHop ignored -> 0;
      case Blackhole ignored -> 0;
      case Unreachable ignored -> 0;
    };
  }

  private static void target(MessageWriter writer, Route route, int output) {
    if (route.target() instanceof ToHop hop) {
      writer.attributeU32(RTA_NH_ID, hop.id());
    }
    if (output != 0) {
      writer.attributeU32(RTA_OIF, output);
    }
    if (route.target() instanceof ToDevice device && device.gateway() != null) {
      writer.attribute(RTA_GATEWAY, device.gateway().bytes());
    }
    IpAddress source = route.preferredSource();
    if (source != null) {
      writer.attribute(RTA_PREFSRC, source.bytes());
    }
  }

  private static int type(Target target) {
    return switch (target) {
      case ToDevice ignored -> UNICAST;
      case ToHop ignored -> UNICAST;
      case ToSelf ignored -> LOCAL;
      case Blackhole ignored -> BLACKHOLE;
      case Unreachable ignored -> UNREACHABLE;
    };
  }

  private static int scope(Route route) {
    if (route.prefix().family() == Family.IPV6) {
      return SCOPE_UNIVERSE;
    }
    return switch (route.target()) {
      case ToDevice device -> device.gateway() == null ? SCOPE_LINK : SCOPE_UNIVERSE;
      case ToHop ignored -> SCOPE_UNIVERSE;
      case ToSelf ignored -> SCOPE_HOST;
      case Blackhole ignored -> SCOPE_UNIVERSE;
      case Unreachable ignored -> SCOPE_UNIVERSE;
    };
  }

  static boolean isOurs(Message message, int protocol) {
    return (message.buffer().get(message.body() + 5) & 0xff) == protocol;
  }

  static boolean isDefaultOfMain(Message message) {
    return message.buffer().get(message.body() + 1) == 0
        && (message.buffer().get(message.body() + 4) & 0xff) == MAIN_TABLE;
  }

  /** Empty for a type of route that the agent never makes. */
  static Optional<Route> read(
      Message message, Attributes attributes, Map<Integer, String> devices) {
    attributes.parse(message.buffer(), message.body() + BODY, message.end());
    return readTarget(message, attributes, devices)
        .map(target ->
            new Route(
                prefix(message, attributes),
                attributes.u32(RTA_TABLE, 0),
                target,
                attributes.has(RTA_PREFSRC) ? attributes.address(RTA_PREFSRC) : null));
  }

  private static Prefix prefix(Message message, Attributes attributes) {
    Family family =
        message.buffer().get(message.body()) == Family.IPV4.number() ? Family.IPV4 : Family.IPV6;
    int length = message.buffer().get(message.body() + 1) & 0xff;
    return attributes.has(RTA_DST)
        ? new Prefix(attributes.address(RTA_DST), length)
        : Prefix.any(family);
  }

  private static Optional<Target> readTarget(
      Message message, Attributes attributes, Map<Integer, String> devices) {
    int type = message.buffer().get(message.body() + 7);
    boolean onlink = (message.buffer().getInt(message.body() + 8) & ONLINK) != 0;
    if (attributes.has(RTA_NH_ID)) {
      return Optional.of(new ToHop(attributes.u32(RTA_NH_ID, 0)));
    }
    return switch (type) {
      case BLACKHOLE -> Optional.of(new Blackhole());
      case UNREACHABLE -> Optional.of(new Unreachable());
      case LOCAL -> Optional.of(new ToSelf());
      case UNICAST -> {
        String device = devices.getOrDefault(attributes.u32(RTA_OIF, 0), "?");
        boolean gateway = attributes.has(RTA_GATEWAY);
        yield Optional.of(
            new ToDevice(device, gateway ? attributes.address(RTA_GATEWAY) : null, onlink));
      }
      default -> Optional.empty();
    };
  }
}
