package io.isthmus.agent.control;

import io.isthmus.agent.apply.Dataplane;
import io.isthmus.agent.netlink.KernelFeatures;
import io.isthmus.agent.wireguard.Key;
import io.isthmus.southbound.api.v1.EdgeMessage;
import java.util.List;
import java.util.UUID;

/**
 * What the edge says of itself: all of it when a session begins, and its keys whenever they are
 * other than the controller was told. Confined to the agent's thread.
 */
final class Introduction {

  private final AgentSettings settings;
  private final KernelFeatures features;
  private final Dataplane dataplane;
  private final Configurations configurations;
  private final String bootId = UUID.randomUUID().toString();
  private List<Key> toldKeys = List.of();

  Introduction(
      AgentSettings settings,
      KernelFeatures features,
      Dataplane dataplane,
      Configurations configurations) {
    this.settings = settings;
    this.features = features;
    this.dataplane = dataplane;
    this.configurations = configurations;
  }

  EdgeMessage hello() {
    toldKeys = dataplane.publicKeys();
    return Messages.hello(
        settings, bootId, features, dataplane, configurations.revision(), configurations.hash());
  }

  /** Neighbours cannot be told of keys that nobody knows of. */
  void tellNewKeys(Session session) {
    List<Key> keys = dataplane.publicKeys();
    if (session.isWelcome() && !keys.equals(toldKeys)) {
      session.send(Messages.wireguardKeys(keys), System.nanoTime());
      toldKeys = keys;
    }
  }
}
