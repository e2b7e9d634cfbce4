package io.isthmus.lab.status;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A running lab as the controller and the kernel say that it is.
 *
 * @param emulator what the WANs pass through: {@code RUNNING}, {@code DEAD} or {@code NONE}
 * @param impairments what is done to WANs now, for people; a line each
 */
public record LabStatus(
    String emulator,
    List<EdgeLine> edges,
    List<WanLine> wanLinks,
    List<TunnelLine> tunnels,
    List<PathLine> paths,
    List<CarriageLine> carriages,
    List<String> impairments) {

  /**
   * An edge.
   *
   * @param rssBytes resident memory of its agent; absent when the agent is not running
   * @param identity {@code ACTIVE}, {@code REVOKED}, {@code SUPERSEDED}, or {@code NONE}
   * @param certificateEnds when its newest certificate does
   * @param wireGuard what encrypts its paths: {@code KERNEL}, {@code USERSPACE}, {@code NONE}
   * @param keys generation of its WireGuard keys and how far their rotation is
   */
  public record EdgeLine(
      String edge,
      String connection,
      String configState,
      long plannedRevision,
      long appliedRevision,
      Optional<Long> rssBytes,
      String identity,
      Optional<Instant> certificateEnds,
      String wireGuard,
      String keys) {}

  /** A WAN link with the counters of its interface, as the kernel keeps them. */
  public record WanLine(
      String edge,
      String link,
      String transport,
      String interfaceName,
      String address,
      long sentPackets,
      long sentBytes,
      long receivedPackets,
      long receivedBytes) {}

  /**
   * An overlay between two edges.
   *
   * @param endpoints addresses of the links that its tunnels join
   * @param protection {@code WIREGUARD} or {@code PLAIN}, or both where its paths differ
   * @param rttMs round trip of an echo through the overlay itself; absent when none came back
   */
  public record TunnelLine(
      String overlay,
      int vni,
      String localEdge,
      String remoteEdge,
      List<String> endpoints,
      String protection,
      Optional<Double> rttMs) {}

  /**
   * A path as its local edge measured it in the last second; absent where it has not.
   *
   * @param state {@code UP}, {@code DOWN}, {@code REMOTE_SILENT} or {@code UNKNOWN}
   */
  public record PathLine(
      String edge,
      String link,
      String remoteEdge,
      String remoteLink,
      String protection,
      String state,
      Optional<Double> rttMs,
      Optional<Double> jitterMs,
      Optional<Double> lossPct) {}

  /**
   * What carries a class from one edge to another.
   *
   * @param overlays by the word of the source edge, or as planned while it has said nothing
   * @param basis why, in a word
   * @param reason why, in the edge's words; empty when it has said nothing
   */
  public record CarriageLine(
      String trafficClass,
      String sourceEdge,
      String destinationEdge,
      String overlays,
      String basis,
      String reason) {}

  /** Whether every edge carries the newest intent and every overlay answers. */
  public boolean isWell() {
    return !emulator.equals("DEAD")
        && edges.stream()
            .allMatch(edge ->
                edge.connection().equals("CONNECTED") && edge.configState().equals("IN_SYNC"))
        && tunnels.stream().allMatch(tunnel -> tunnel.rttMs().isPresent());
  }
}
