package io.isthmus.domain.path;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.WanLink;
import java.util.ArrayList;
import java.util.List;

/** The tunnels that follow from overlays and WAN links. Order is that of the links' names. */
public final class Tunnels {
  private Tunnels() {}

  /**
   * The tunnels of the overlay that join the two edges directly; none when it does not join them,
   * or when one of them is revoked. Those that are to be encrypted are there once the keys of both
   * ends are known.
   */
  public static List<Tunnel> between(
      Network network, Declared<Overlay> declared, Name local, Name remote) {
    return declared(network, declared, local, remote).stream()
        .filter(tunnel -> unknownKeys(network, tunnel).isEmpty())
        .toList();
  }

  /** The ends of the tunnel whose keys have to be known and are not. */
  public static List<Name> unknownKeys(Network network, Tunnel tunnel) {
    return switch (tunnel.protection()) {
      case PLAIN -> List.of();
      case WIREGUARD -> {
        List<Name> unknown = new ArrayList<>();
        if (!network.hasActiveKey(tunnel.localEdge(), tunnel.localLink().number())) {
          unknown.add(tunnel.localEdge());
        }
        if (!network.hasActiveKey(tunnel.remoteEdge(), tunnel.remoteLink().number())) {
          unknown.add(tunnel.remoteEdge());
        }
        yield unknown;
      }
    };
  }

  /** The same, whether the keys are known or not. */
  public static List<Tunnel> declared(
      Network network, Declared<Overlay> declared, Name local, Name remote) {
    Overlay overlay = declared.value();
    if (!overlay.joins(local, remote) || network.isRevoked(local) || network.isRevoked(remote)) {
      return List.of();
    }
    List<Tunnel> tunnels = new ArrayList<>();
    Edge localEdge = load(network, local);
    Edge remoteEdge = load(network, remote);
    for (WanLink localLink : localEdge.wanLinks()) {
      for (WanLink remoteLink : remoteEdge.wanLinks()) {
        if (carries(overlay, localLink, remoteLink)) {
          tunnels.add(
              new Tunnel(
                  overlay.name(),
                  declared.number(),
                  local,
                  localLink,
                  remote,
                  remoteLink,
                  overlay.encryption().protection(localLink, remoteLink)));
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

  /**
   * Whether the overlay has a tunnel over a path of these links, once that can be. Where a link
   * that roams is now is known by what it encrypts, and by nothing else.
   */
  public static boolean carries(Overlay overlay, WanLink local, WanLink remote) {
    boolean roams = local.isRoaming() || remote.isRoaming();
    return overlay.runsOver(local.transport())
        && overlay.runsOver(remote.transport())
        && local.reaches(remote)
        && !(roams && overlay.encryption().protection(local, remote) == Protection.PLAIN);
  }

  private static Edge load(Network network, Name name) {
    return network
        .findEdge(name)
        .orElseThrow(
            () -> new IllegalStateException("overlay member " + name + " is not in the network"));
  }
}
