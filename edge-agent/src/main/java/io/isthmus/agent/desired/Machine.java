package io.isthmus.agent.desired;

import io.isthmus.agent.net.Instance;
import io.isthmus.agent.netlink.KernelFeatures;
import io.isthmus.agent.wireguard.Encryption;

/**
 * What an agent finds on its machine when it starts, and counts on until it ends.
 *
 * @param stampPort where probes are answered here
 */
public record Machine(KernelFeatures features, Encryption encryption, int stampPort) {

  Instance instance() {
    return new Instance(encryption.names().instance());
  }
}
