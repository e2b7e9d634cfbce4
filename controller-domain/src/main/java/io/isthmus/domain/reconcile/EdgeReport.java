package io.isthmus.domain.reconcile;

import java.util.List;

/** What an edge said of itself in its hello. */
public record EdgeReport(
    String agentVersion,
    String kernelRelease,
    List<String> capabilities,
    List<Interface> interfaces,
    long appliedRevision) {
  /**
   * A network interface of the edge.
   *
   * @param addresses with prefix length
   */
  public record Interface(String name, boolean up, int mtu, List<String> addresses) {}
}
