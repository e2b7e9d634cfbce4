package io.isthmus.agent.desired;

import io.isthmus.agent.desired.Catalog.Keyed;
import io.isthmus.agent.desired.Resource.Encrypted;
import io.isthmus.agent.desired.Resource.Inside;
import io.isthmus.agent.desired.Resource.Plain;
import io.isthmus.agent.desired.Resource.RemoteKey;
import io.isthmus.agent.net.IpAddress;
import java.util.Optional;

/**
 * The outer addresses of what is sent over a path: those of the links where it goes in clear, those
 * inside of WireGuard where it is encrypted, and never a mixture.
 */
record Outer(IpAddress source, IpAddress destination) {

  /** Empty where the path is not whole. */
  static Optional<Outer> of(Catalog catalog, Resource.Path path) {
    Keyed<Resource.WanLink> link = catalog.wanLinks.get(path.localWanLink());
    if (link == null) {
      return Optional.empty();
    }
    return switch (path.protection()) {
      case Plain ignored -> {
        IpAddress local = link.value().address();
        IpAddress remote = path.remoteAddress();
        yield local == null || remote == null
            ? Optional.empty()
            : Optional.of(new Outer(local, remote));
      }
      case Encrypted encrypted -> {
        Optional<Inside> inside = link.value().inside(encrypted.localGeneration());
        Optional<RemoteKey> peer = encrypted.peer(encrypted.remoteGeneration());
        yield inside.isEmpty() || peer.isEmpty()
            ? Optional.empty()
            : Optional.of(new Outer(inside.get().address(), peer.get().address()));
      }
    };
  }

  /** Empty where the tunnel lies on no path that is whole. */
  static Optional<Outer> of(Catalog catalog, Resource.Tunnel tunnel) {
    Keyed<Resource.Path> path = catalog.paths.get(tunnel.pathKey());
    return path == null ? Optional.empty() : of(catalog, path.value());
  }
}
