package io.isthmus.domain.path;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.WanLink;
import java.util.ArrayList;
import java.util.List;

/** The tunnels that follow from overlays and WAN links. Order is that of the links' names. */
public final class Tunnels {
  private Tunnels() {}

  /**
   * The tunnels of the overlay that join the two edges directly; none when it does not join them.
   */
  public static List<Tunnel> between(
      Network network, Declared<Overlay> declared, Name local, Name remote) {
    Overlay overlay = declared.value();
    if (!overlay.joins(local, remote)) {
      return List.of();
    }
    List<Tunnel> tunnels = new ArrayList<>();
    Edge localEdge = load(network, local);
    Edge remoteEdge = load(network, remote);
    for (WanLink localLink : localEdge.wanLinks()) {
      for (WanLink remoteLink : remoteEdge.wanLinks()) {
        if (carries(overlay, localLink, remoteLink)) {
          tunnels.add(
              new Tunnel(overlay.name(), declared.number(), local, localLink, remote, remoteLink));
        }
      }
    }
    return tunnels;
  }

  /**
   * The tunnels by which packets leave the local edge on their way to the destination: direct ones,
   * or, between spokes, those to the first hub that joins both.
   */
  public static List<Tunnel> towards(
      Network network, Declared<Overlay> declared, Name local, Name destination) {
    Overlay overlay = declared.value();
    if (!overlay.hasMember(local) || !overlay.hasMember(destination)) {
      return List.of();
    }
    if (overlay.joins(local, destination)) {
      return between(network, declared, local, destination);
    }
    for (Name hub : overlay.hubs()) {
      List<Tunnel> firstHop = between(network, declared, local, hub);
      if (!firstHop.isEmpty() && !between(network, declared, hub, destination).isEmpty()) {
        return firstHop;
      }
    }
    return List.of();
  }

  private static boolean carries(Overlay overlay, WanLink local, WanLink remote) {
    return overlay.runsOver(local.transport())
        && overlay.runsOver(remote.transport())
        && local.reaches(remote);
  }

  private static Edge load(Network network, Name name) {
    return network
        .findEdge(name)
        .orElseThrow(
            () -> new IllegalStateException("overlay member " + name + " is not in the network"));
  }
}
