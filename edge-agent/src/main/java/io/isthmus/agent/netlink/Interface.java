package io.isthmus.agent.netlink;

import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.net.Prefix;
import java.util.List;

/**
 * A network device as it was found, whoever owns it.
 *
 * @param gateways of default routes by it in the main table, where they were asked for
 */
public record Interface(
    int index,
    String name,
    boolean up,
    int mtu,
    List<Address> addresses,
    List<IpAddress> gateways) {

  public Interface {
    addresses = List.copyOf(addresses);
    gateways = List.copyOf(gateways);
  }

  public Interface(int index, String name, boolean up, int mtu, List<Address> addresses) {
    this(index, name, up, mtu, addresses, List.of());
  }

  /** An address with the length of its on-link prefix. */
  public record Address(IpAddress ip, int length) {
    public Prefix onLink() {
      return Prefix.around(ip, length);
    }

    @Override
    public String toString() {
      return ip + "/" + length;
    }
  }

  public boolean has(IpAddress address) {
    return addresses.stream().anyMatch(a -> a.ip().equals(address));
  }
}
