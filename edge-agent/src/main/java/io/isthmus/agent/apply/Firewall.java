package io.isthmus.agent.apply;

import io.isthmus.agent.desired.DesiredState;
import io.isthmus.agent.nft.NftTable;
import java.io.IOException;

/**
 * The nftables table as states ask for it: what a new state means for it, and bringing it there.
 */
final class Firewall {

  private final NftTable table;

  Firewall(NftTable table) {
    this.table = table;
  }

  enum Change {
    NONE,
    /** New flows take other slots, and nothing else is new. */
    TURN,
    REPLACE
  }

  /** Where the kernel has what the state before asks for. */
  static Change between(DesiredState before, DesiredState desired) {
    if (!desired.ruleset().equals(before.ruleset())) {
      return Change.REPLACE;
    }
    return desired.slots().equals(before.slots()) ? Change.NONE : Change.TURN;
  }

  /** Where it is not known what the kernel has. */
  Change changeTo(DesiredState desired) throws IOException {
    return table.holds(desired.ruleset(), desired.slots()) ? Change.NONE : Change.REPLACE;
  }

  void replace(DesiredState desired) throws RefusedByKernel {
    try {
      table.replace(desired.ruleset(), desired.slots());
    } catch (IOException e) {
      throw RefusedByKernel.of("", e);
    }
  }

  void turn(DesiredState before, DesiredState desired) throws RefusedByKernel {
    try {
      table.turn(desired.ruleset(), before.slots(), desired.slots());
    } catch (IOException e) {
      throw RefusedByKernel.of("", e);
    }
  }

  NftTable table() {
    return table;
  }
}
