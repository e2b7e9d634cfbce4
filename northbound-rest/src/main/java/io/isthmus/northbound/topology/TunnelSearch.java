package io.isthmus.northbound.topology;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.path.Tunnel;
import io.isthmus.domain.path.Tunnels;
import io.isthmus.domain.telemetry.LiveQuality;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import java.util.List;
import java.util.Optional;

/** Finds tunnels in order of overlay, edges and links, each once. */
record TunnelSearch(
    Network network, Optional<Name> overlay, Optional<Name> edge, LiveQuality live) {

  Page<TunnelView> page(Paging paging) {
    Sweep<TunnelView> sweep = new Sweep<>(paging);
    for (Declared<Overlay> declared : network.overlays().values()) {
      Overlay candidate = declared.value();
      boolean wanted =
          overlay.map(candidate.name()::equals).orElse(true)
              && edge.map(candidate::hasMember).orElse(true);
      if (wanted && !sweep.isPast(Position.of(candidate.name()))) {
        sweep(declared, sweep);
      }
      if (sweep.isOver()) {
        break;
      }
    }
    return sweep.page();
  }

  private void sweep(Declared<Overlay> declared, Sweep<TunnelView> sweep) {
    Name name = declared.value().name();
    for (Name local : edge.map(List::of).orElseGet(() -> declared.value().edges())) {
      if (sweep.isPast(Position.of(name, local))) {
        continue;
      }
      for (Name remote : remotes(declared.value(), local)) {
        Position pair = Position.of(name, local, remote);
        if (!sweep.isPast(pair)) {
          sweep(declared, pair, sweep);
        }
        if (sweep.isOver()) {
          return;
        }
      }
    }
  }

  private void sweep(Declared<Overlay> declared, Position pair, Sweep<TunnelView> sweep) {
    Name local = pair.names().get(1);
    Name remote = pair.names().get(2);
    for (Tunnel tunnel : Tunnels.between(network, declared, local, remote)) {
      Position position =
          Position.of(
              tunnel.overlay(),
              local,
              remote,
              tunnel.localLink().name(),
              tunnel.remoteLink().name());
      if (!sweep.isPast(position)) {
        sweep.add(position, TunnelView.of(network, tunnel, live));
      }
    }
    sweep.looked(pair);
  }

  private List<Name> remotes(Overlay candidate, Name local) {
    return edge.isPresent()
        ? Pairs.of(candidate, local).filter(remote -> !remote.equals(local)).toList()
        : Pairs.onceOf(candidate, local).toList();
  }
}
