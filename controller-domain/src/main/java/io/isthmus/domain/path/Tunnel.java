package io.isthmus.domain.path;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.topology.WanLink;

/**
 * An overlay over one path between two edges (MEF TVC), seen from its local end.
 *
 * @param localLink one end of the path
 * @param remoteLink the other end, at the remote edge
 * @param protection how the path carries it
 */
public record Tunnel(
    Name overlay,
    int vni,
    Name localEdge,
    WanLink localLink,
    Name remoteEdge,
    WanLink remoteLink,
    Protection protection) {}
