package io.isthmus.northbound.telemetry;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.path.Tunnel;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.northbound.document.Readings;
import io.isthmus.northbound.problem.ProblemException;
import java.util.Arrays;
import java.util.List;

/**
 * How paths are named: {@code edge/local link/remote edge/remote link}, and {@code /plain} after
 * that where it is not encrypted, as the subjects of events have it.
 */
public final class PathKeys {
  private static final int PARTS = 4;
  private static final String PLAIN = "/plain";

  private PathKeys() {}

  public static String text(PathKey path) {
    return path.text();
  }

  /** The path that the tunnel lies on, as its local edge measures it. */
  public static PathKey of(Name tenant, Tunnel tunnel) {
    return new PathKey(
        new EdgeKey(tenant, tunnel.localEdge()),
        tunnel.localLink().name(),
        tunnel.remoteEdge(),
        tunnel.remoteLink().name(),
        tunnel.protection());
  }

  /** The same path, as its other end measures it. */
  public static PathKey reversed(PathKey path) {
    return new PathKey(
        new EdgeKey(path.edge().tenant(), path.remoteEdge()),
        path.remoteWanLink(),
        path.edge().edge(),
        path.localWanLink(),
        path.protection());
  }

  /** The parameter {@code path} of a question. */
  public static PathKey ofParameter(Name tenant, String text) {
    try {
      return parse(tenant, text);
    } catch (InvalidValue e) {
      throw ProblemException.ofParameter("path", e.code(), e.getMessage());
    }
  }

  static PathKey parse(Name tenant, String text) {
    return path(
        tenant, text, "a path: edge/wan-link/remote-edge/remote-wan-link, or that and /plain");
  }

  /** An overlay and a path. */
  record OnOverlay(Name overlay, PathKey path) {
    static OnOverlay parse(Name tenant, String text) {
      String what =
          "a tunnel: overlay/edge/wan-link/remote-edge/remote-wan-link, or that and /plain";
      String[] overlayAndPath = text.split("/", 2);
      if (overlayAndPath.length < 2) {
        throw invalid(text, what);
      }
      return new OnOverlay(
          Name.of(overlayAndPath[0]), PathKeys.path(tenant, overlayAndPath[1], what));
    }
  }

  private static PathKey path(Name tenant, String text, String what) {
    boolean isPlain = text.endsWith(PLAIN) && text.split("/", -1).length > PARTS;
    String links = isPlain ? text.substring(0, text.length() - PLAIN.length()) : text;
    String[] parts = links.split("/", -1);
    if (parts.length != PARTS) {
      throw invalid(text, what);
    }
    List<Name> names = Arrays.stream(parts).map(Name::of).toList();
    return new PathKey(
        new EdgeKey(tenant, names.get(0)),
        names.get(1),
        names.get(2),
        names.get(3),
        isPlain ? Protection.PLAIN : Protection.WIREGUARD);
  }

  private static InvalidValue invalid(String text, String what) {
    return new InvalidValue(
        "INVALID_KEY", "'%s' is not the key of %s".formatted(Readings.shortened(text), what));
  }
}
