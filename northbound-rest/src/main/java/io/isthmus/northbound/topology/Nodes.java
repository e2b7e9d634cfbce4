package io.isthmus.northbound.topology;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.OperationStore;
import io.isthmus.domain.reconcile.EdgeFleet;
import io.isthmus.domain.reconcile.EdgeStatus;
import io.isthmus.domain.sla.SlaLog;
import io.isthmus.domain.telemetry.LiveQuality;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows the sites and edges of a network with how they are. */
record Nodes(
    Network network, EdgeFleet fleet, LiveQuality live, SlaLog slas, OperationStore operations) {
  TopologyView page(Paging paging, long revision) {
    Map<Name, List<TopologyView.EdgeNode>> bySite = new HashMap<>();
    int connected = 0;
    int inSync = 0;
    for (Declared<Edge> edge : network.edges().values()) {
      TopologyView.EdgeNode node = node(edge);
      connected += node.connection() == EdgeStatus.Connection.CONNECTED ? 1 : 0;
      inSync += node.configState() == EdgeStatus.ConfigState.IN_SYNC ? 1 : 0;
      bySite.computeIfAbsent(edge.value().site(), any -> new ArrayList<>()).add(node);
    }
    Page<TopologyView.Node> page =
        Page.of(
            paging,
            network.sites(),
            Name::of,
            site -> true,
            site ->
                new TopologyView.Node(
                    site.value().name().value(),
                    site.value().kind(),
                    bySite.getOrDefault(site.value().name(), List.of())));
    return new TopologyView(revision, counts(connected, inSync), page.items(), page.nextCursor());
  }

  private TopologyView.EdgeNode node(Declared<Edge> declared) {
    Edge edge = declared.value();
    Optional<EdgeStatus> status = fleet.status(new EdgeKey(network.tenant(), edge.name()));
    return new TopologyView.EdgeNode(
        edge.name().value(),
        declared.number(),
        status.map(EdgeStatus::connection).orElse(EdgeStatus.Connection.DISCONNECTED),
        status.map(EdgeStatus::configState).orElse(EdgeStatus.ConfigState.UNKNOWN),
        network.profile(edge.name()).standing(),
        edge.wanLinks().stream().map(link -> link.name().value()).toList());
  }

  private TopologyView.Counts counts(int connected, int inSync) {
    return new TopologyView.Counts(
        network.sites().size(),
        network.edges().size(),
        connected,
        inSync,
        network.overlays().size(),
        network.trafficClasses().size(),
        network.applications().size(),
        network.decisions().size(),
        pathStates(),
        slas.countOpen(network.tenant()),
        operations.openOf(network.tenant()).count());
  }

  private Map<PathState, Integer> pathStates() {
    Map<PathState, Integer> states = new EnumMap<>(PathState.class);
    for (PathState state : PathState.values()) {
      states.put(state, 0);
    }
    for (Name edge : network.edges().keySet()) {
      live.of(new EdgeKey(network.tenant(), edge))
          .forEach(path -> states.merge(path.state(), 1, Integer::sum));
    }
    return states;
  }
}
