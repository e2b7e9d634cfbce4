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

  /** Where probes leave, and where those of others are answered. */
  public record Door(String device, IpAddress address) {}

  /**
   * A local WAN link.
   *
   * @param budgetBps most that probes and answers may send on it, bits per second; 0 for no limit
   * @param doors its own, where it has an address, and those inside of its WireGuard interfaces
   */
  public record Link(String name, String device, long budgetBps, List<Door> doors) {
    public Link {
      doors = List.copyOf(doors);
    }

    /** One without WireGuard. */
    public Link(String name, String device, IpAddress address, long budgetBps) {
      this(name, device, budgetBps, List.of(new Door(device, address)));
    }
  }

  /**
   * A path from a door of a local WAN link to an address of a remote edge.
   *
   * @param remotePort where that edge answers, 0 for the usual port
   * @param intervalMillis distance between probes; 0 where the path is not measured
   * @param askers addresses that the other end may probe from
   */
  public record Path(
      String key,
      String remoteEdge,
      Link link,
      Door from,
      IpAddress remoteAddress,
      int remotePort,
      int intervalMillis,
      List<IpAddress> askers) {
    public Path {
      askers = List.copyOf(askers);
    }

    /** In clear, by the link's own door. */
    public Path(
        String key, String remoteEdge, Link link, IpAddress remoteAddress, int intervalMillis) {
      this(
          key,
          remoteEdge,
          link,
          link.doors().getFirst(),
          remoteAddress,
          0,
          intervalMillis,
          List.of(remoteAddress));
    }

    /** Whether its packets go within WireGuard. */
    boolean isInside() {
      return !from.device().equals(link.device());
    }

    /**
     * Whether what was measured of the other path is true of this one: it leads by the same links,
     * if perhaps with other keys.
     */
    public boolean continues(Path other) {
      boolean samePlace =
          isInside()
              ? other.isInside()
              : from.equals(other.from) && remoteAddress.equals(other.remoteAddress);
      return samePlace
          && key.equals(other.key)
          && remoteEdge.equals(other.remoteEdge)
          && link.name().equals(other.link.name())
          && link.device().equals(other.link.device())
          && intervalMillis == other.intervalMillis;
    }
  }
}
