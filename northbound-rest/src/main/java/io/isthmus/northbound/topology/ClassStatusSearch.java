package io.isthmus.northbound.topology;

import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.path.PathSelection;
import io.isthmus.domain.telemetry.LiveQuality;
import io.isthmus.domain.traffic.TrafficClass;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import java.util.Optional;

/** Finds how a class fares, in order of source and destination edge. */
record ClassStatusSearch(
    Network network,
    TrafficClass trafficClass,
    Optional<Name> sourceEdge,
    Optional<Name> destinationEdge,
    Choices choices,
    OpenViolations violations,
    LiveQuality live) {

  Page<ClassStatusView> page(Paging paging) {
    Sweep<ClassStatusView> sweep = new Sweep<>(paging);
    Neighbours neighbours = new Neighbours(network);
    for (Name source : network.edges().keySet()) {
      boolean wanted = sourceEdge.map(source::equals).orElse(true);
      if (wanted && !sweep.isPast(Position.of(source))) {
        sweep(neighbours, source, sweep);
      }
      if (sweep.isOver()) {
        break;
      }
    }
    return sweep.page();
  }

  private void sweep(Neighbours neighbours, Name source, Sweep<ClassStatusView> sweep) {
    PathSelection selection = new PathSelection(network, source);
    for (Name destination : neighbours.of(source)) {
      Position position = Position.of(source, destination);
      boolean wanted = destinationEdge.map(destination::equals).orElse(true);
      if (wanted && !sweep.isPast(position)) {
        sweep.add(
            position,
            ClassStatusView.of(
                selection.carriage(trafficClass, destination),
                network.tenant(),
                choices.find(trafficClass.name(), source, destination),
                violations,
                live));
      }
      if (sweep.isOver()) {
        return;
      }
    }
    sweep.looked(Position.of(source));
  }
}
