package io.isthmus.agent.net;

/**
 * Which of a machine's agents: each serves an edge of its own, as a rule of another tenant, and all
 * share one kernel. Whatever they own there is apart by this number; the first is as if it were
 * alone.
 *
 * <pre>
 * VXLAN device                    vxN, with an index of its own
 * nft table                       isthmus, isthmus1 …
 * protocol of routes, rules …     173 + N, from 13 on 180 + N: 186 to 192 are of routing daemons
 * routing tables                  300,000,000 + 1,000,000 x N higher
 * packet marks                    N in the lowest four bits
 * conntrack zone                  N
 * STAMP port                      862 + N, unless another is configured
 * </pre>
 */
public record Instance(int number) {

  public static final int MAX = 15;

  /** The only one, where there is but one. */
  public static final Instance FIRST = new Instance(0);

  /**
   * Bits of a packet's mark that say whose it is: marks of outer WireGuard packets have the highest
   * and are of none.
   */
  public static final int MARK_MASK = 0x8000_000f;

  private static final int FIRST_PROTOCOL = 173;

  private static final int LAST_IN_ROW = 12;

  private static final int BEYOND_DAEMONS = 7;

  private static final int FIRST_INDEX = 1_730_000;

  private static final int FIRST_TABLES = 300_000_000;

  private static final int TABLES = 1_000_000;

  private static final int STAMP_PORT = 862;

  public Instance {
    if (number < 0 || number > MAX) {
      throw new IllegalArgumentException("instance " + number + " is not in 0–" + MAX);
    }
  }

  public boolean isFirst() {
    return number == 0;
  }

  public String device() {
    return "vx" + number;
  }

  /** Chosen rather than left to the kernel, so that it is known before the device is there. */
  public int deviceIndex() {
    return FIRST_INDEX + number;
  }

  /** Whether the device of that index is another instance's. */
  public boolean isOther(int deviceIndex) {
    return deviceIndex >= FIRST_INDEX
        && deviceIndex <= FIRST_INDEX + MAX
        && deviceIndex != deviceIndex();
  }

  public String nftTable() {
    return isFirst() ? "isthmus" : "isthmus" + number;
  }

  /**
   * The number that routes, rules, next hops and neighbours of the agent carry. Numbers from 128
   * are free for applications (rtnetlink(7)); these are used by no routing daemon that iproute2
   * lists. The agent reads, changes and removes those alone.
   */
  public int protocol() {
    return FIRST_PROTOCOL + number + (number > LAST_IN_ROW ? BEYOND_DAEMONS : 0);
  }

  /** How much higher its routing tables are numbered than those of the first. */
  public int tables() {
    return isFirst() ? 0 : FIRST_TABLES + TABLES * number;
  }

  /** In the mark of its packets. */
  public int mark() {
    return number;
  }

  public int zone() {
    return number;
  }

  public int stampPort() {
    return STAMP_PORT + number;
  }
}
