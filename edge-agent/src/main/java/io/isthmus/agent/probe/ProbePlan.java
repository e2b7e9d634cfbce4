package io.isthmus.agent.probe;

import io.isthmus.agent.net.IpAddress;
import java.util.List;

/** What is to be measured, as the configuration has it. */
public record ProbePlan(List<Link> links, List<Path> paths) {

  public static final ProbePlan NOTHING = new ProbePlan(List.of(), List.of());

  public ProbePlan {
    links = List.copyOf(links);
    paths = List.copyOf(paths);
  }

  /**
   * A local WAN link.
   *
   * @param budgetBps most that probes and answers may send on it, bits per second; 0 for no limit
   */
  public record Link(String name, String device, IpAddress address, long budgetBps) {}

  /**
   * A path from a local WAN link to an address of a remote edge.
   *
   * @param intervalMillis distance between probes; 0 where the path is not measured
   */
  public record Path(
      String key, String remoteEdge, Link link, IpAddress remoteAddress, int intervalMillis) {}
}
