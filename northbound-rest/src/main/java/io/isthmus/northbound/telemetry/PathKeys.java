package io.isthmus.northbound.telemetry;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.path.Tunnel;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.northbound.document.Readings;
import java.util.Arrays;
import java.util.List;

/**
 * How paths are named: {@code edge/local link/remote edge/remote link}, as the subjects of events
 * have it.
 */
public final class PathKeys {
  private static final int PARTS = 4;

  private PathKeys() {}

  public static String text(PathKey path) {
    return String.join(
        "/",
        path.edge().edge().value(),
        path.localWanLink().value(),
        path.remoteEdge().value(),
        path.remoteWanLink().value());
  }

  /** The path that the tunnel lies on, as its local edge measures it. */
  public static PathKey of(Name tenant, Tunnel tunnel) {
    return new PathKey(
        new EdgeKey(tenant, tunnel.localEdge()),
        tunnel.localLink().name(),
        tunnel.remoteEdge(),
        tunnel.remoteLink().name());
  }

  /** The same path, as its other end measures it. */
  public static PathKey reversed(PathKey path) {
    return new PathKey(
        new EdgeKey(path.edge().tenant(), path.remoteEdge()),
        path.remoteWanLink(),
        path.edge().edge(),
        path.localWanLink());
  }

  static PathKey parse(Name tenant, String text) {
    return path(tenant, parts(text, PARTS, "a path: edge/wan-link/remote-edge/remote-wan-link"));
  }

  /** An overlay and a path. */
  record OnOverlay(Name overlay, PathKey path) {
    static OnOverlay parse(Name tenant, String text) {
      List<Name> names =
          parts(text, PARTS + 1, "a tunnel: overlay/edge/wan-link/remote-edge/remote-wan-link");
      return new OnOverlay(names.getFirst(), PathKeys.path(tenant, names.subList(1, names.size())));
    }
  }

  private static PathKey path(Name tenant, List<Name> names) {
    return new PathKey(new EdgeKey(tenant, names.get(0)), names.get(1), names.get(2), names.get(3));
  }

  private static List<Name> parts(String text, int count, String what) {
    String[] parts = text.split("/", -1);
    if (parts.length != count) {
      throw new InvalidValue(
          "INVALID_KEY", "'%s' is not the key of %s".formatted(Readings.shortened(text), what));
    }
    return Arrays.stream(parts).map(Name::of).toList();
  }
}
