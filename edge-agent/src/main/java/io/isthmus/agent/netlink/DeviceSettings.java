package io.isthmus.agent.netlink;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * IPv4 settings of a device, set without {@code /proc/sys}, which is read-only in most containers.
 */
public final class DeviceSettings {
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_AF_SPEC = 26;
  private static final int AF_INET = 2;
  private static final int IFLA_INET_CONF = 1;

  /** {@code IPV4_DEVCONF_*} of the settings that the agent changes. */
  private static final Map<String, Integer> NUMBERS =
      Map.of("send_redirects", 6, "rp_filter", 8, "arp_ignore", 19, "accept_local", 23);

  private DeviceSettings() {}

  /** Sets it, if it is one that can be set in this way, and says whether it is. */
  public static boolean set(String device, String name, int value) throws IOException {
    Integer number = NUMBERS.get(name);
    if (number == null) {
      return false;
    }
    try (NetlinkSocket socket = new NetlinkSocket(NetlinkSocket.ROUTE);
        Arena arena = Arena.ofShared()) {
      MessageWriter writer = new MessageWriter(arena);
      write(writer, device, number, value);
      socket.send(writer);
      List<NetlinkException> refused = new ArrayList<>();
      boolean[] answered = {false};
      while (!answered[0]) {
        socket.receive(message -> {
          answered[0] |= message.type() == Message.ERROR;
          if (message.type() == Message.ERROR && message.errno() != 0) {
            refused.add(message.failure(name + " of " + device));
          }
        });
      }
      if (!refused.isEmpty()) {
        throw refused.getFirst();
      }
      return true;
    }
  }

  private static void write(MessageWriter writer, String device, int number, int value) {
    writer.begin(Rtnetlink.NEW_LINK, Rtnetlink.PLAIN, 1);
    writer
        .u8(Rtnetlink.AF_UNSPEC)
        .u8(0)
        .u16(0)
        .u32(0)
        .u32(0)
        .u32(0)
        .attributeString(IFLA_IFNAME, device);
    int families = writer.openNest(IFLA_AF_SPEC);
    int inet = writer.openNest(AF_INET);
    int settings = writer.openNest(IFLA_INET_CONF);
    writer.attributeU32(number, value);
    writer.closeNest(settings);
    writer.closeNest(inet);
    writer.closeNest(families);
    writer.end();
  }
}
