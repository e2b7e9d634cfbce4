package io.isthmus.northbound.topology;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.OperationStore;
import io.isthmus.domain.reconcile.EdgeFleet;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.sla.SlaLog;
import io.isthmus.domain.steering.ChoiceLog;
import io.isthmus.domain.telemetry.LiveQuality;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.domain.traffic.TrafficClass;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Needs;
import io.isthmus.northbound.change.IsthmusHeaders;
import io.isthmus.northbound.resource.Missing;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code …/topology}, {@code …/tunnels}, {@code …/paths}, {@code …/carriages} and the status of
 * classes.
 */
@RestController
@Tag(name = "Topology")
@RequestMapping(path = "/api/v1/tenants/{tenant}", produces = "application/json")
class TopologyController {
  private final IntentService intent;
  private final EdgeFleet fleet;

  private final LiveQuality live;
  private final ChoiceLog choices;
  private final SlaLog slas;
  private final OperationStore operations;
  private final Clock clock;

  TopologyController(
      IntentService intent,
      EdgeFleet fleet,
      LiveQuality live,
      ChoiceLog choices,
      SlaLog slas,
      OperationStore operations,
      Clock clock) {
    this.intent = intent;
    this.fleet = fleet;
    this.live = live;
    this.choices = choices;
    this.slas = slas;
    this.operations = operations;
    this.clock = clock;
  }

  @Operation(
      summary = "Show the nodes and how many there are of everything",
      description = "The nodes are paged by site.")
  @Needs(Role.VIEWER)
  @GetMapping("/topology")
  ResponseEntity<TopologyView> getTopology(@PathVariable Name tenant, Paging paging) {
    long revision = intent.snapshot().revision();
    return ResponseEntity.ok()
        .header(IsthmusHeaders.REVISION, Long.toString(revision))
        .body(
            new Nodes(intent.network(tenant), fleet, live, slas, operations)
                .page(paging, revision));
  }

  @Operation(
      summary = "Show how the tunnels between each two edges fare",
      description =
          "Counts instead of tunnels, for maps of the network: one answer for all of it, within bounds.")
  @Needs(Role.VIEWER)
  @GetMapping("/topology/links")
  ResponseEntity<LinksView> getTopologyLinks(@PathVariable Name tenant) {
    long revision = intent.snapshot().revision();
    return ResponseEntity.ok()
        .header(IsthmusHeaders.REVISION, Long.toString(revision))
        .body(new Links(intent.network(tenant), live, slas).view(revision));
  }

  @Operation(
      summary = "Show what carries how much of each class",
      description =
          "Counts instead of carriages, for the network at a glance, with the newest places where a class has left its plan.")
  @Needs(Role.VIEWER)
  @GetMapping("/topology/classes")
  ResponseEntity<ClassesView> getTopologyClasses(@PathVariable Name tenant) {
    long revision = intent.snapshot().revision();
    Network network = intent.network(tenant);
    return ResponseEntity.ok()
        .header(IsthmusHeaders.REVISION, Long.toString(revision))
        .body(
            new Classes(network, choices.allInForceAt(tenant, clock.instant()), slas)
                .view(revision));
  }

  @Operation(
      summary = "List tunnels",
      description =
          "Each once, in order of overlay, edges and links. A page may hold fewer than limit, even none, and still have a nextCursor.")
  @Needs(Role.VIEWER)
  @GetMapping("/tunnels")
  ResponseEntity<Page<TunnelView>> listTunnels(
      @PathVariable Name tenant,
      @RequestParam Optional<Name> overlay,
      @RequestParam Optional<Name> edge,
      Paging paging) {
    long revision = intent.snapshot().revision();
    Network network = intent.network(tenant);
    requireExists(network, Kind.OVERLAY, "overlay", overlay);
    requireExists(network, Kind.EDGE, "edge", edge);
    return new TunnelSearch(network, overlay, edge, live).page(paging).answer(paging, revision);
  }

  @Operation(
      summary = "List paths and how they are",
      description =
          "With the newest that both edges have measured; state= shows those that an edge finds so. Each once, in order of edges and links. A page may hold fewer than limit, even none, and still have a nextCursor.")
  @Needs(Role.VIEWER)
  @GetMapping("/paths")
  ResponseEntity<Page<PathView>> listPaths(
      @PathVariable Name tenant,
      @RequestParam Optional<Name> edge,
      @RequestParam Optional<Name> remoteEdge,
      @RequestParam Optional<PathState> state,
      Paging paging) {
    long revision = intent.snapshot().revision();
    Network network = intent.network(tenant);
    requireExists(network, Kind.EDGE, "edge", edge);
    requireExists(network, Kind.EDGE, "remoteEdge", remoteEdge);
    return new PathSearch(network, edge, remoteEdge, state, live)
        .page(paging)
        .answer(paging, revision);
  }

  @Operation(
      summary = "List what carries which class",
      description =
          "What is planned and, under effective, what the source edge has made of it. For each ordered pair of edges that share an overlay. A page may hold fewer than limit, even none, and still have a nextCursor.")
  @Needs(Role.VIEWER)
  @GetMapping("/carriages")
  ResponseEntity<Page<CarriageView>> listCarriages(
      @PathVariable Name tenant,
      @RequestParam Optional<Name> trafficClass,
      @RequestParam Optional<Name> sourceEdge,
      @RequestParam Optional<Name> destinationEdge,
      Paging paging) {
    long revision = intent.snapshot().revision();
    Network network = intent.network(tenant);
    requireExists(
        network,
        Kind.TRAFFIC_CLASS,
        "trafficClass",
        trafficClass.filter(name -> !name.equals(TrafficClass.UNCLASSIFIED)));
    requireExists(network, Kind.EDGE, "sourceEdge", sourceEdge);
    requireExists(network, Kind.EDGE, "destinationEdge", destinationEdge);
    return new CarriageSearch(
            network,
            trafficClass,
            sourceEdge,
            destinationEdge,
            new Choices(choices, tenant, trafficClass, destinationEdge, clock.instant()))
        .page(paging)
        .answer(paging, revision);
  }

  @Operation(
      summary = "Show how a class fares",
      description =
          "For each ordered pair of edges: what carries the class now and why, and every tunnel that may, with the verdict of the source edge on it. A page may hold fewer than limit, even none, and still have a nextCursor.")
  @Needs(Role.VIEWER)
  @GetMapping("/traffic-classes/{trafficClass}/status")
  ResponseEntity<Page<ClassStatusView>> listTrafficClassStatus(
      @PathVariable Name tenant,
      @PathVariable Name trafficClass,
      @RequestParam Optional<Name> sourceEdge,
      @RequestParam Optional<Name> destinationEdge,
      Paging paging) {
    long revision = intent.snapshot().revision();
    Network network = intent.network(tenant);
    Declared<TrafficClass> declared = network.trafficClasses().get(trafficClass);
    if (declared == null) {
      throw Missing.resource(network, Kind.TRAFFIC_CLASS, trafficClass);
    }
    requireExists(network, Kind.EDGE, "sourceEdge", sourceEdge);
    requireExists(network, Kind.EDGE, "destinationEdge", destinationEdge);
    return new ClassStatusSearch(
            network,
            declared.value(),
            sourceEdge,
            destinationEdge,
            new Choices(
                choices, tenant, Optional.of(trafficClass), destinationEdge, clock.instant()),
            OpenViolations.read(slas, tenant, trafficClass),
            live)
        .page(paging)
        .answer(paging, revision);
  }

  /** An empty list would not tell a typing error from a node that nothing reaches. */
  private static void requireExists(
      Network network, Kind kind, String parameter, Optional<Name> name) {
    if (name.isPresent() && !network.resources(kind).containsKey(name.get())) {
      throw Missing.parameter(parameter, network, kind, name.get());
    }
  }
}
