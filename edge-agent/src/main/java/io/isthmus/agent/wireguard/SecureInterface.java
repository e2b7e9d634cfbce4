package io.isthmus.agent.wireguard;

import java.util.List;

/**
 * A WireGuard interface as it should be: one for each WAN link and generation of keys.
 *
 * @param mark what its outer packets are marked with
 */
public record SecureInterface(
    String name, int link, int generation, int mtu, int mark, List<Peer> peers) {

  public SecureInterface {
    peers = List.copyOf(peers);
  }

  @Override
  public String toString() {
    return "wireguard " + name;
  }
}
