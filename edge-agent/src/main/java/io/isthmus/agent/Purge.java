package io.isthmus.agent;

import io.isthmus.agent.apply.Dataplane;
import io.isthmus.agent.apply.Dataplane.Repair;
import io.isthmus.agent.control.Log;
import io.isthmus.agent.desired.ConfigSet;
import io.isthmus.agent.identity.IdentityStore;
import io.isthmus.agent.net.Instance;
import io.isthmus.agent.netlink.KernelFeatures;
import io.isthmus.agent.netlink.MessageTrace;
import io.isthmus.agent.store.ConfigStore;
import io.isthmus.agent.wireguard.Implementation;
import io.isthmus.agent.wireguard.Keys;
import io.isthmus.agent.wireguard.WireGuard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** Leaves the machine as if there had never been an agent; works on what a crash left, too. */
final class Purge {

  private Purge() {}

  /** What becomes of who the edge is. */
  enum Forget {
    EVERYTHING,
    ALL_BUT_IDENTITY
  }

  static void run(Path state, Instance instance, Forget forget) throws IOException {
    Keys keys = Keys.open(state, instance.number());
    WireGuard wireguard = new WireGuard(Implementation.NONE, keys, state, InstantSource.system());
    try (Dataplane dataplane =
        Dataplane.open(
            state, MessageTrace.OFF, KernelFeatures.UNKNOWN, wireguard, instance.stampPort())) {
      Repair repair = dataplane.start(ConfigSet.EMPTY);
      if (!repair.isHealed()) {
        throw new IOException("not all could be removed: " + String.join("; ", repair.failures()));
      }
      new ConfigStore(state).delete();
      if (forget == Forget.EVERYTHING) {
        new IdentityStore(state).delete();
      }
      keys.delete();
      Log.info("removed " + repair.kernelChanges() + " kernel objects and settings");
    }
  }
}
