package io.isthmus.cli.show;

import java.util.Set;

/** Colours words that say how something is. The word says it too: colour is never all there is. */
public final class Paint {
  private static final Set<String> GOOD =
      Set.of("UP", "CONNECTED", "IN_SYNC", "SUCCEEDED", "KEPT", "ACTIVE", "ENABLED", "OPEN", "yes");
  private static final Set<String> BAD =
      Set.of(
          "DOWN", "DISCONNECTED", "REFUSED", "FAILED", "BROKEN", "REVOKED", "DROPPED", "REJECTED");
  private static final Set<String> UNDER_WAY =
      Set.of("PENDING", "RUNNING", "REMOTE_SILENT", "CANCELLED", "FALL_BACK", "DISABLED");
  private static final String RESET = "\u001b[0m";

  private final boolean colours;

  public Paint(Terminal terminal) {
    this.colours = terminal.hasColours();
  }

  String cell(String padded) {
    String word = padded.strip();
    return GOOD.contains(word)
        ? good(padded)
        : BAD.contains(word) ? bad(padded) : UNDER_WAY.contains(word) ? busy(padded) : padded;
  }

  public String good(String text) {
    return in("\u001b[32m", text);
  }

  public String bad(String text) {
    return in("\u001b[31m", text);
  }

  public String busy(String text) {
    return in("\u001b[33m", text);
  }

  public String strong(String text) {
    return in("\u001b[1m", text);
  }

  public String faint(String text) {
    return in("\u001b[2m", text);
  }

  private String in(String colour, String text) {
    return colours ? colour + text + RESET : text;
  }
}
