package io.isthmus.domain.reconcile;

import java.util.List;

/**
 * What an edge said of itself in its hello.
 *
 * @param wireGuard what encrypts its paths
 */
public record EdgeReport(
    String agentVersion,
    String kernelRelease,
    List<String> capabilities,
    WireGuard wireGuard,
    List<Interface> interfaces,
    long appliedRevision) {
  /** What encrypts the paths of an edge. */
  public enum WireGuard {
    /** It did not say. */
    UNKNOWN,
    /** Neither was found: it refuses encrypted paths. */
    NONE,
    KERNEL,
    /** {@code wireguard-go}, over TUN. */
    USERSPACE
  }

  /**
   * A network interface of the edge.
   *
   * @param addresses with prefix length
   */
  public record Interface(String name, boolean up, int mtu, List<String> addresses) {}
}
