package io.isthmus.agent.desired;

import io.isthmus.agent.desired.Catalog.Keyed;
import io.isthmus.agent.desired.Resource.Application;
import io.isthmus.agent.desired.Resource.LanSegment;
import io.isthmus.agent.desired.Resource.RemoteEdge;
import io.isthmus.agent.desired.Resource.Settings;
import io.isthmus.agent.desired.Resource.TrafficClass;
import io.isthmus.agent.desired.Resource.WanLink;
import io.isthmus.agent.net.Instance;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.net.Prefix;
import io.isthmus.agent.nft.Policy;
import io.isthmus.agent.nft.Policy.Transit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The resources that the firewall is made from; steering is not among them. */
record FirewallInputs(
    Instance instance,
    Settings settings,
    List<WanLink> wanLinks,
    List<LanSegment> lanSegments,
    Map<String, Integer> indexes,
    List<IpAddress> lanAddresses,
    List<RemoteEdge> remoteEdges,
    List<Policy.Tunnels> outside,
    List<Policy.Tunnels> inside,
    List<IpAddress> probed,
    int probePort,
    List<Integer> remoteProbePorts,
    Policy.Inside insides,
    List<TrafficClass> classes,
    List<Application> applications) {

  static FirewallInputs of(
      Catalog catalog, Settings settings, LocalNetwork local, Machine machine) {
    return new FirewallInputs(
        machine.instance(),
        settings,
        values(catalog.wanLinks.values()),
        values(catalog.lanSegments),
        local.indexes(machine.instance()),
        local.addressesOnLans(),
        values(catalog.remoteEdges.values()),
        Clearance.outside(catalog),
        Clearance.inside(catalog),
        probed(catalog),
        machine.stampPort(),
        stampPorts(catalog, machine.stampPort()),
        new Policy.Inside(
            machine.encryption().names().prefix() + "*",
            Numbering.INSIDE_ADDRESSES,
            Numbering.insideAddresses(settings.edgeNumber())),
        values(catalog.classes.values()),
        values(catalog.applications.values()));
  }

  private static <T> List<T> values(Collection<Keyed<T>> keyed) {
    return keyed.stream().map(Keyed::value).toList();
  }

  private static List<IpAddress> probed(Catalog catalog) {
    return catalog.paths.values().stream()
        .flatMap(p -> Probing.remoteAddresses(p.value()).stream())
        .distinct()
        .sorted()
        .toList();
  }

  private static List<Integer> stampPorts(Catalog catalog, int own) {
    return Stream.concat(
            Stream.of(own),
            catalog.paths.values().stream().map(path -> path.value().remoteStampPort()))
        .map(port -> port == 0 ? Instance.FIRST.stampPort() : port)
        .distinct()
        .sorted()
        .toList();
  }

  Policy policy() {
    return new Policy(
        instance,
        settings.vxlanPort(),
        settings.transit() ? Transit.ALLOWED : Transit.FORBIDDEN,
        Numbering.TUNNEL_ADDRESSES,
        Numbering.MARK_SHIFT,
        Numbering.SLOT_MASK,
        wanLinks.stream()
            .map(w -> new Policy.Wan(w.number(), w.device(), Optional.ofNullable(w.address())))
            .sorted(Comparator.comparingInt(Policy.Wan::number))
            .toList(),
        lanSegments.stream().map(LanSegment::device).distinct().sorted().toList(),
        indexes,
        lanAddresses,
        prefixes(),
        outside,
        inside,
        probed,
        probePort,
        remoteProbePorts,
        insides,
        classes.stream()
            .map(TrafficClass::number)
            .filter(number -> number != Numbering.DEFAULT_CLASS)
            .sorted()
            .toList(),
        classes.stream()
            .filter(c -> c.existingFlows() == Resource.ExistingFlows.STICKY)
            .map(c -> Numbering.markedNumber(c.number()))
            .sorted()
            .toList(),
        remoteEdges.stream()
            .map(edge -> new Policy.Remote(edge.edgeNumber(), edge.lanPrefixes()))
            .sorted(Comparator.comparingInt(Policy.Remote::edge))
            .toList(),
        rules());
  }

  /** What may be met in an overlay, here and elsewhere. */
  private List<Prefix> prefixes() {
    Stream<Prefix> here = lanSegments.stream().flatMap(s -> s.prefixes().stream());
    Stream<Prefix> elsewhere = remoteEdges.stream().flatMap(e -> e.lanPrefixes().stream());
    return Stream.concat(here, elsewhere).sorted().distinct().toList();
  }

  private List<Policy.Rule> rules() {
    Map<String, Integer> numbers = new HashMap<>();
    classes.forEach(c -> numbers.put(c.name(), c.number()));
    List<Policy.Rule> rules = new ArrayList<>();
    applications.stream()
        .sorted(Comparator.comparingInt(Application::priority).thenComparing(Application::name))
        .forEach(application -> {
          int number = numbers.getOrDefault(application.trafficClass(), 0);
          int marked = Numbering.markedNumber(number);
          application.matches().forEach(m -> rules.add(new Policy.Rule(m, marked)));
        });
    return rules;
  }
}
