package io.isthmus.agent.netlink;

import java.util.HashMap;
import java.util.Map;

/** Indexes of devices by name, as last read. */
final class DeviceIndexes {

  private final Map<String, Integer> byName = new HashMap<>();

  void learn(Interfaces interfaces) {
    byName.clear();
    interfaces.all().forEach(i -> byName.put(i.name(), i.index()));
  }

  int of(String name) throws NetlinkException {
    Integer index = byName.get(name);
    if (index == null) {
      throw new NetlinkException("device " + name, Errno.ENODEV, "", -1);
    }
    return index;
  }
}
