package io.isthmus.agent.apply;

import io.isthmus.agent.netlink.NamespaceLock;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The LAN interfaces that this agent serves. What arrives there is one tenant's, so no two agents
 * of a machine may have the same.
 */
final class Claims implements AutoCloseable {

  private final Map<String, NamespaceLock> held = new HashMap<>();

  /** Claims them all or none of those that are new; the first that another agent has. */
  Optional<String> claim(Set<String> devices) throws IOException {
    Map<String, NamespaceLock> taken = new HashMap<>();
    for (String device : new TreeSet<>(devices)) {
      if (!held.containsKey(device)) {
        Optional<NamespaceLock> lock = NamespaceLock.take("isthmus-lan/" + device);
        if (lock.isEmpty()) {
          close(taken);
          return Optional.of(device);
        }
        taken.put(device, lock.get());
      }
    }
    held.putAll(taken);
    return Optional.empty();
  }

  /** Gives back all others. */
  void retain(Set<String> devices) throws IOException {
    for (String device : Set.copyOf(held.keySet())) {
      if (!devices.contains(device)) {
        close(Map.of(device, held.remove(device)));
      }
    }
  }

  /** What to say of a device that {@link #claim} was refused for. */
  static String claimedElsewhere(String device) {
    return "interface "
        + device
        + " is a LAN of another agent on this machine: what arrives there is one tenant's, give it"
        + " up there or name another interface";
  }

  @Override
  public void close() throws IOException {
    close(held);
    held.clear();
  }

  private static void close(Map<String, NamespaceLock> locks) throws IOException {
    for (NamespaceLock lock : locks.values()) {
      lock.close();
    }
  }
}
