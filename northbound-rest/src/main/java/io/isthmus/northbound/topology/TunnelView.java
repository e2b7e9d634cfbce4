package io.isthmus.northbound.topology;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.path.Tunnel;
import io.isthmus.domain.telemetry.LivePath;
import io.isthmus.domain.telemetry.LiveQuality;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.domain.topology.Edge;
import io.isthmus.northbound.telemetry.PathKeys;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Objects;

/** A tunnel as the API shows it. */
@Schema(
    name = "Tunnel",
    description = "An overlay over one path between two edges (MEF TVC). It works in both ways.")
record TunnelView(
    @Schema(description = "Name of the overlay.", example = "on-1") String overlay,
    @Schema(description = "VXLAN network identifier of the overlay.", example = "4096") int vni,
    @Schema(description = "One end; that of the edge asked for, where one is.") EndView local,
    @Schema(
            description =
                "Address of the local edge in the overlay. Ping it from the remote edge to try the"
                    + " overlay.",
            example = "fd69:7374:686d:1::1000")
        String localTunnelAddress,
    @Schema(description = "The other end.") EndView remote,
    @Schema(
            description =
                "Address of the remote edge in the overlay. Ping it from the local edge to try the"
                    + " overlay.",
            example = "fd69:7374:686d:2::1000")
        String remoteTunnelAddress,
    @Schema(
            description = "Key of the path that the tunnel lies on, as the local edge measures it.",
            example = "edge-nice/internet/cloud-paris/internet")
        String path,
    @Schema(
            description =
                "How the path carries it: WIREGUARD, encrypted, or PLAIN. The same two links may"
                    + " have a path of each.",
            example = "WIREGUARD")
        Protection protection,
    @Schema(description = "State of the path, as the local edge finds it; see paths.")
        PathState pathState,
    @Schema(description = "State of the path, as the remote edge finds it.")
        PathState remotePathState) {

  static TunnelView of(Network network, Tunnel tunnel, LiveQuality live) {
    PathKey path = PathKeys.of(network.tenant(), tunnel);
    return new TunnelView(
        tunnel.overlay().value(),
        tunnel.vni(),
        EndView.of(tunnel.localEdge(), tunnel.localLink()),
        address(network, tunnel.localEdge(), tunnel.vni()),
        EndView.of(tunnel.remoteEdge(), tunnel.remoteLink()),
        address(network, tunnel.remoteEdge(), tunnel.vni()),
        PathKeys.text(path),
        path.protection(),
        state(live, path),
        state(live, PathKeys.reversed(path)));
  }

  private static PathState state(LiveQuality live, PathKey path) {
    return live.find(path).map(LivePath::state).orElse(PathState.UNKNOWN);
  }

  /**
   * As the agents assign it: fd69:7374:686d, the edge's number, and the VNI in the last 32 bits.
   */
  private static String address(Network network, Name edge, int vni) {
    Declared<Edge> declared = Objects.requireNonNull(network.edges().get(edge));
    return IpAddress.parse(
            "fd69:7374:686d:%x::%x:%x".formatted(declared.number(), vni >>> 16, vni & 0xffff))
        .toString();
  }
}
