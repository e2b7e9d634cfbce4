package io.isthmus.agent.wireguard;

import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Another edge's WAN link in one generation, as an interface knows it.
 *
 * @param address inside: the only one that is taken from it and sent to it
 * @param endpoint where it is met first; null where it has to be heard of
 */
public record Peer(PublicKey key, IpAddress address, @Nullable Endpoint endpoint) {

  /** Where an interface is reached over the underlay. */
  public record Endpoint(IpAddress address, int port) {
    @Override
    public String toString() {
      return address.family() == Family.IPV6 ? "[" + address + "]:" + port : address + ":" + port;
    }
  }
}
