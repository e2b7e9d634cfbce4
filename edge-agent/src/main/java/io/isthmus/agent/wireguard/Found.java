package io.isthmus.agent.wireguard;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An interface as {@code wg show NAME dump} tells of it. */
record Found(String privateKey, int listenPort, int mark, Map<PublicKey, Found.Peer> peers) {

  /**
   * @param endpoint where it was heard of last, or where it is expected; {@link #NOWHERE}
   * @param handshakeAt seconds since 1970, 0 for never
   */
  record Peer(String endpoint, String addresses, String keepalive, long handshakeAt) {
    static final String NOWHERE = "(none)";
  }

  static Found read(String device) throws IOException {
    return parse(Command.run("", List.of("wg", "show", device, "dump")));
  }

  static Found parse(String text) throws IOException {
    try {
      List<String> lines = text.lines().toList();
      String[] own = lines.getFirst().split("\t", -1);
      Map<PublicKey, Peer> peers = new HashMap<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] words = line.split("\t", -1);
        peers.put(
            new PublicKey(words[0]),
            new Peer(words[2], words[3], words[7], Long.parseLong(words[4])));
      }
      int mark = own[3].equals("off") ? 0 : Integer.parseUnsignedInt(own[3].substring(2), 16);
      return new Found(own[0], Integer.parseInt(own[2]), mark, peers);
    } catch (RuntimeException e) {
      // The text may hold a private key.
      throw new IOException("wg shows what this agent does not understand", e);
    }
  }

  @Override
  public String toString() {
    return "port " + listenPort + ", " + peers.size() + " peers";
  }
}
