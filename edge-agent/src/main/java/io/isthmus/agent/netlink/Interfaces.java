package io.isthmus.agent.netlink;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The devices of a namespace at one moment, in the kernel's order. */
public record Interfaces(List<Interface> all) {

  public Interfaces {
    all = List.copyOf(all);
  }

  public Optional<Interface> find(String name) {
    for (Interface candidate : all) {
      if (candidate.name().equals(name)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  Map<Integer, String> namesByIndex() {
    Map<Integer, String> names = new HashMap<>();
    all.forEach(i -> names.put(i.index(), i.name()));
    return names;
  }
}
