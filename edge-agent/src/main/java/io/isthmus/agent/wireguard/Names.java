package io.isthmus.agent.wireguard;

/**
 * Names of the agent's interfaces, such as {@code wg0k3xz-1-2}: the machine's agent, a token that
 * the state directory keeps, link (hexadecimal) and generation (base 36). The token makes them
 * unique among all network namespaces of a machine, which share one directory of sockets by which
 * {@code wg} finds {@code wireguard-go}.
 */
public record Names(int instance, String token) {

  /** One that only the interface of a token could have that nobody has. */
  public static final Names NONE = new Names(0, "0000");

  static final int TOKEN_LENGTH = 4;

  public String of(int link, int generation) {
    return prefix()
        + Integer.toHexString(link)
        + "-"
        + Integer.toString(generation, Character.MAX_RADIX);
  }

  /** What all names begin with that this state directory gives. */
  public String prefix() {
    return "wg" + Integer.toHexString(instance) + token + "-";
  }

  /** Whether an agent of this number made it, be it one whose state directory is gone. */
  public boolean isOwn(String device) {
    return device.matches(
        "wg"
            + Integer.toHexString(instance)
            + "[0-9a-z]{"
            + TOKEN_LENGTH
            + "}-[0-9a-f]+-[0-9a-z]+");
  }
}
