package io.isthmus.agent.desired;

import io.isthmus.agent.desired.Catalog.Keyed;
import io.isthmus.agent.desired.Resource.Encrypted;
import io.isthmus.agent.desired.Resource.Path;
import io.isthmus.agent.desired.Resource.Plain;
import io.isthmus.agent.desired.Resource.RemoteKey;
import io.isthmus.agent.desired.Resource.WanLink;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.probe.ProbePlan;
import io.isthmus.agent.probe.ProbePlan.Door;
import io.isthmus.agent.wireguard.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is to be measured: encrypted paths are measured within. */
final class Probing {

  private Probing() {}

  static ProbePlan plan(Catalog catalog, Names names) {
    Map<String, ProbePlan.Link> links = new LinkedHashMap<>();
    for (Keyed<WanLink> link : catalog.wanLinks.values()) {
      links.put(link.value().name(), link(link.value(), names));
    }
    List<ProbePlan.Path> paths = new ArrayList<>();
    for (Keyed<Path> keyed : catalog.paths.values()) {
      path(catalog, keyed, names).ifPresent(paths::add);
    }
    return new ProbePlan(List.copyOf(links.values()), paths);
  }

  private static ProbePlan.Link link(WanLink link, Names names) {
    List<Door> doors = new ArrayList<>();
    IpAddress address = link.address();
    if (address != null) {
      doors.add(new Door(link.device(), address));
    }
    link.insides()
        .forEach(i -> doors.add(new Door(names.of(link.number(), i.generation()), i.address())));
    return new ProbePlan.Link(link.name(), link.device(), link.probeBudgetBps(), doors);
  }

  /** Empty where the path is not whole. */
  static Optional<ProbePlan.Path> path(Catalog catalog, Keyed<Path> keyed, Names names) {
    Path path = keyed.value();
    Keyed<WanLink> found = catalog.wanLinks.get(path.localWanLink());
    Optional<Outer> outer = Outer.of(catalog, path);
    if (found == null || outer.isEmpty()) {
      return Optional.empty();
    }
    WanLink link = found.value();
    String device =
        path.protection() instanceof Encrypted encrypted
            ? names.of(link.number(), encrypted.localGeneration())
            : link.device();
    return Optional.of(
        new ProbePlan.Path(
            keyed.key(),
            path.remoteEdge(),
            link(link, names),
            new Door(device, outer.get().source()),
            outer.get().destination(),
            path.remoteStampPort(),
            path.probeIntervalMillis(),
            remoteAddresses(path)));
  }

  /** By all of them, the other end may ask. */
  static List<IpAddress> remoteAddresses(Path path) {
    return switch (path.protection()) {
      case Plain ignored -> Optional.ofNullable(path.remoteAddress()).stream().toList();
      case Encrypted encrypted -> encrypted.peers().stream().map(RemoteKey::address).toList();
    };
  }
}
