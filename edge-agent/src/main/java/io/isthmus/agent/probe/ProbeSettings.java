package io.isthmus.agent.probe;

/**
 * How an edge probes, whatever its configuration.
 *
 * @param port where reflectors listen, everywhere
 */
public record ProbeSettings(int port, ClockClaim clock) {

  public static final ProbeSettings DEFAULT = new ProbeSettings(StampPacket.PORT, ClockClaim.AUTO);

  /** Whether the wall clock is to be taken for synchronised with those of other edges. */
  public enum ClockClaim {
    /** As the kernel says, which is told by whatever disciplines the clock. */
    AUTO,
    /** Known to be, as where edges share one machine. */
    SYNCHRONIZED,
    UNSYNCHRONIZED
  }
}
