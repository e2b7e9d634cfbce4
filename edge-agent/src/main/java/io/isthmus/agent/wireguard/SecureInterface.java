package io.isthmus.agent.wireguard;

import io.isthmus.agent.net.IpAddress;
import java.util.List;

/**
 * A WireGuard interface as it should be: one for each WAN link and generation of keys.
 *
 * @param mark what its outer packets are marked with
 * @param sources addresses that the WAN link has at this moment
 */
public record SecureInterface(
    String name,
    int link,
    int generation,
    int mtu,
    int mark,
    List<IpAddress> sources,
    List<Peer> peers) {

  public SecureInterface {
    sources = List.copyOf(sources);
    peers = List.copyOf(peers);
  }

  @Override
  public String toString() {
    return "wireguard " + name;
  }
}
