package io.isthmus.northbound.topology;

import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.path.Carriage;
import io.isthmus.domain.path.PathSelection;
import io.isthmus.domain.traffic.TrafficClass;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds carriages in order of source edge, class and destination edge. */
record CarriageSearch(
    Network network,
    Optional<Name> trafficClass,
    Optional<Name> sourceEdge,
    Optional<Name> destinationEdge,
    Choices choices) {

  Page<CarriageView> page(Paging paging) {
    Sweep<CarriageView> sweep = new Sweep<>(paging);
    Neighbours neighbours = new Neighbours(network);
    for (Name source : network.edges().keySet()) {
      boolean wanted = sourceEdge.map(source::equals).orElse(true);
      if (wanted && !sweep.isPast(Position.of(source))) {
        sweep(source, destinations(neighbours, source), sweep);
      }
      if (sweep.isOver()) {
        break;
      }
    }
    return sweep.page();
  }

  private void sweep(Name source, Collection<Name> destinations, Sweep<CarriageView> sweep) {
    PathSelection selection = new PathSelection(network, source);
    for (Name name : classes()) {
      for (Name destination : destinations) {
        Position position = Position.of(source, name, destination);
        if (!sweep.isPast(position)) {
          sweep.add(
              position,
              CarriageView.of(
                  carriage(network, selection, name, destination),
                  choices.find(name, source, destination)));
        }
        if (sweep.isOver()) {
          return;
        }
      }
    }
    sweep.looked(Position.of(source));
  }

  /** What is planned; of a class that is not declared, as of flows that are in none. */
  static Carriage carriage(Network network, PathSelection selection, Name name, Name destination) {
    return Optional.ofNullable(network.trafficClasses().get(name))
        .map(declared -> selection.carriage(declared.value(), destination))
        .orElseGet(() -> selection.unclassified(destination));
  }

  private SortedSet<Name> classes() {
    SortedSet<Name> classes = classes(network);
    classes.removeIf(name -> !trafficClass.map(name::equals).orElse(true));
    return classes;
  }

  /** All that flows may be in. */
  static SortedSet<Name> classes(Network network) {
    SortedSet<Name> classes = new TreeSet<>(network.trafficClasses().keySet());
    if (network.findDefaultClass().isEmpty()) {
      classes.add(TrafficClass.UNCLASSIFIED);
    }
    return classes;
  }

  private SortedSet<Name> destinations(Neighbours neighbours, Name source) {
    SortedSet<Name> destinations = neighbours.of(source);
    destinations.removeIf(name -> !destinationEdge.map(name::equals).orElse(true));
    return destinations;
  }
}
