package io.isthmus.agent.desired;

import io.isthmus.agent.desired.Resource.Application;
import io.isthmus.agent.desired.Resource.LanSegment;
import io.isthmus.agent.desired.Resource.Path;
import io.isthmus.agent.desired.Resource.RemoteEdge;
import io.isthmus.agent.desired.Resource.Settings;
import io.isthmus.agent.desired.Resource.Steering;
import io.isthmus.agent.desired.Resource.TrafficClass;
import io.isthmus.agent.desired.Resource.Tunnel;
import io.isthmus.agent.desired.Resource.WanLink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The resources of a set by kind, in the set's order. Where two resources of a kind have one name,
 * the first is found by it and the other is a problem.
 */
final class Catalog {

  Optional<Settings> settings = Optional.empty();
  final Map<String, Keyed<WanLink>> wanLinks = new LinkedHashMap<>();
  final List<Keyed<LanSegment>> lanSegments = new ArrayList<>();
  final Map<String, Keyed<RemoteEdge>> remoteEdges = new LinkedHashMap<>();
  final Map<String, Keyed<Path>> paths = new LinkedHashMap<>();
  final Map<String, Keyed<Tunnel>> tunnels = new LinkedHashMap<>();
  final Map<String, Keyed<TrafficClass>> classes = new LinkedHashMap<>();
  final List<Keyed<Steering>> steerings = new ArrayList<>();
  final Map<String, Keyed<Application>> applications = new LinkedHashMap<>();
  final List<Problem> problems = new ArrayList<>();

  /** A resource with the key that errors name it by. */
  record Keyed<T>(String key, T value) {}

  Catalog(ConfigSet config) {
    problems.addAll(config.duplicates());
    config
        .entries()
        .forEach((key, entry) -> {
          problems.addAll(entry.parsed().problems());
          entry.parsed().resource().ifPresent(resource -> add(key, resource));
        });
  }

  /** How many sets of tunnels a steering has. */
  int slots(Steering steering) {
    Keyed<TrafficClass> trafficClass = classes.get(steering.trafficClass());
    return trafficClass != null
            && trafficClass.value().existingFlows() == Resource.ExistingFlows.STICKY
        ? Numbering.SLOTS
        : 1;
  }

  boolean isCandidate(Steering steering, String tunnelKey) {
    return tunnels.containsKey(tunnelKey) && steering.allows(tunnelKey);
  }

  RemoteEdge remoteEdge(String name) {
    return known(remoteEdges.get(name), name).value();
  }

  TrafficClass trafficClass(String name) {
    return known(classes.get(name), name).value();
  }

  /** Validation has seen to it that whatever is named exists. */
  static <T> T known(@Nullable T found, String name) {
    if (found == null) {
      throw new IllegalStateException(name + " passed validation and is unknown");
    }
    return found;
  }

  private void add(String key, Resource resource) {
    switch (resource) {
      case Settings it -> settings = Optional.of(it);
      case WanLink it -> named(wanLinks, it.name(), new Keyed<>(key, it));
      case LanSegment it -> lanSegments.add(new Keyed<>(key, it));
      case RemoteEdge it -> named(remoteEdges, it.name(), new Keyed<>(key, it));
      case Path it -> paths.put(key, new Keyed<>(key, it));
      case Tunnel it -> tunnels.put(key, new Keyed<>(key, it));
      case TrafficClass it -> named(classes, it.name(), new Keyed<>(key, it));
      case Steering it -> steerings.add(new Keyed<>(key, it));
      case Application it -> named(applications, it.name(), new Keyed<>(key, it));
    }
  }

  private <T> void named(Map<String, Keyed<T>> byName, String name, Keyed<T> resource) {
    Keyed<T> first = byName.putIfAbsent(name, resource);
    if (first != null) {
      problems.add(
          Problem.invalid(resource.key(), "the name " + name + " is that of " + first.key()));
    }
  }
}
