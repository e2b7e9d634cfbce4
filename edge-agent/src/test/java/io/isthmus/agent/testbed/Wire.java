package io.isthmus.agent.testbed;

/**
 * Counts on an underlay's bridge what is really on the wire, by VNI, by clear addresses, by
 * fragments: the edges have no part in it.
 */
public final class Wire {

  private final Node underlay;

  public Wire(Node underlay) {
    this.underlay = underlay;
    underlay.sh("nft add table bridge wire");
    underlay.sh("nft 'add chain bridge wire forward { type filter hook forward priority 0; }'");
  }

  /** A named counter of packets that fit an nft expression. */
  public Wire count(String name, String expression) {
    underlay.sh("nft add counter bridge wire " + name);
    underlay.sh("nft add rule bridge wire forward " + expression + " counter name " + name);
    return this;
  }

  /** VXLAN packets of a VNI: the 24 bits after UDP's header and the flags. */
  public Wire countVni(int vni) {
    return count("vni" + vni, "udp dport 4789 @th,96,24 " + vni);
  }

  public long packets(String name) {
    String listing = underlay.sh("nft list counter bridge wire " + name);
    String after = listing.substring(listing.indexOf("packets ") + "packets ".length());
    return Long.parseLong(after.substring(0, after.indexOf(' ')));
  }
}
