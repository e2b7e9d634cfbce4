package io.isthmus.northbound.topology;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.steering.Choice;
import io.isthmus.domain.steering.ChoiceLog;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What edges let carry classes now, read for one source edge at a time. For one thread. */
final class Choices {
  private final ChoiceLog log;
  private final Name tenant;
  private final Optional<Name> trafficClass;
  private final Optional<Name> destinationEdge;
  private final Instant now;
  private final Map<Name, Map<Pair, Choice>> bySource = new HashMap<>();

  Choices(
      ChoiceLog log,
      Name tenant,
      Optional<Name> trafficClass,
      Optional<Name> destinationEdge,
      Instant now) {
    this.log = log;
    this.tenant = tenant;
    this.trafficClass = trafficClass;
    this.destinationEdge = destinationEdge;
    this.now = now;
  }

  private record Pair(Name trafficClass, Name destination) {}

  Optional<Choice> find(Name name, Name source, Name destination) {
    return Optional.ofNullable(
        bySource.computeIfAbsent(source, this::read).get(new Pair(name, destination)));
  }

  private Map<Pair, Choice> read(Name source) {
    Map<Pair, Choice> read = new HashMap<>();
    log.inForceAt(
            tenant,
            new ChoiceLog.Filter(
                trafficClass, Optional.of(source), destinationEdge, Optional.empty()),
            now)
        .forEach(
            choice -> read.put(new Pair(choice.trafficClass(), choice.destinationEdge()), choice));
    return read;
  }
}
