package io.isthmus.agent.apply;

import io.isthmus.agent.apply.Sysctls.Others;
import io.isthmus.agent.desired.DesiredState;
import io.isthmus.agent.net.Instance;
import io.isthmus.agent.netlink.Kernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What of the machine itself a state asks for, beside objects: sysctls, and how the VXLAN device
 * gathers packets. An update looks at what is new, a repair at everything.
 */
final class MachineSettings {

  private final Kernel kernel;
  private final Instance instance;
  private final Sysctls sysctls;
  private final ReceiveOffload receiveOffload;

  MachineSettings(Kernel kernel, Path stateDirectory, Instance instance) {
    this.kernel = kernel;
    this.instance = instance;
    this.sysctls = new Sysctls(stateDirectory, instance);
    this.receiveOffload = new ReceiveOffload(instance.device());
  }

  /** How many were changed, of those that count. */
  int update(Plan plan, DesiredState before, DesiredState desired) throws IOException {
    int changes = 0;
    if (before.isNothing()
        || !before.lanDevices().equals(desired.lanDevices())
        || !before.wanDevices().equals(desired.wanDevices())) {
      changes += sysctls.ensure(desired.lanDevices(), desired.wanDevices()).size();
    }
    if (!plan.foundations().isEmpty()) {
      sysctls.ensureDevice();
      receiveOffload.ensure();
    }
    return changes;
  }

  /** Says which were not as they should be. */
  List<String> mend(DesiredState inForce) throws IOException {
    List<String> changed =
        new ArrayList<>(sysctls.ensure(inForce.lanDevices(), inForce.wanDevices()));
    changed.addAll(sysctls.ensureDevice());
    receiveOffload.ensure();
    return changed;
  }

  /** As they were before this agent, unless another one needs them; how many were changed. */
  int restore() throws IOException {
    boolean live =
        kernel.interfaces().all().stream().anyMatch(device -> instance.isOther(device.index()));
    return sysctls.restore(live ? Others.LIVE : Others.NONE);
  }
}
