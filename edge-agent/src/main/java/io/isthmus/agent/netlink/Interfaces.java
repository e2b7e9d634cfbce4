package io.isthmus.agent.netlink;

import io.isthmus.agent.net.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The devices of a namespace at one moment, in the kernel's order. */
public record Interfaces(List<Interface> all) {

  public Interfaces {
    all = List.copyOf(all);
  }

  /** The same with what is known of gateways, by device. */
  public Interfaces with(Map<String, List<IpAddress>> gateways) {
    return new Interfaces(
        all.stream()
            .map(i ->
                new Interface(
                    i.index(),
                    i.name(),
                    i.up(),
                    i.mtu(),
                    i.addresses(),
                    gateways.getOrDefault(i.name(), List.of())))
            .toList());
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
