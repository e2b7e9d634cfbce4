package io.isthmus.agent.apply;

import io.isthmus.agent.desired.DesiredState;
import io.isthmus.agent.net.Instance;
import io.isthmus.agent.netlink.Kernel;
import io.isthmus.agent.wireguard.WireGuard;
import java.io.IOException;
import java.util.List;

/** All of a machine that a data plane changes. Confined to the data plane's thread. */
record Host(
    Kernel kernel,
    Instance instance,
    Firewall firewall,
    MachineSettings settings,
    WireGuard wireguard) {

  /** A step that concerns WireGuard; says what had to be done. */
  interface Securing {
    List<String> run() throws IOException;
  }

  void provideKeys(DesiredState desired) throws IOException {
    wireguard.keys().provide(desired.keyNeeds(), WireGuard::isFree);
  }
}
