package io.isthmus.agent.apply;

import io.isthmus.agent.desired.DesiredState;
import io.isthmus.agent.desired.Numbering;
import io.isthmus.agent.netlink.Change;
import io.isthmus.agent.netlink.Kernel.Failure;
import io.isthmus.agent.netlink.Kernel.OnFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One round of mending what is not as the state in force says: it goes on where a step is refused,
 * and remembers that. Used once.
 */
final class RepairRound {

  private final Host host;
  private final DesiredState inForce;
  private final List<String> repaired = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private int changes;

  RepairRound(Host host, DesiredState inForce) {
    this.host = host;
    this.inForce = inForce;
  }

  /**
   * @param drift what the plan mends, in words
   */
  void mend(Plan plan, List<String> drift, Claims claims) throws IOException {
    changes = plan.size();
    repaired.addAll(drift);
    if (inForce.isNothing()) {
      // The firewall stands in for some of the settings until they are as they were.
      changes += host.settings().restore();
    }
    mendFirewall();
    mend(plan.foundations());
    if (!inForce.isNothing()) {
      mendSettings();
    }
    claims
        .claim(inForce.lanDevices())
        .ifPresent(device -> failures.add(Claims.claimedElsewhere(device)));
    host.provideKeys(inForce);
    secure(() -> host.wireguard().bringUp(inForce.secureInterfaces(), host.kernel()));
    mend(plan.additionsOf(object -> Numbering.isUnderlay(host.instance(), object)));
    secure(() -> host.wireguard().meet(inForce.secureInterfaces()));
    mend(plan.additionsOf(object -> !Numbering.isUnderlay(host.instance(), object)));
    mend(plan.removals());
    secure(() -> host.wireguard().retire(inForce.secureInterfaces(), host.kernel()));
  }

  List<String> repaired() {
    return repaired;
  }

  List<String> failures() {
    return failures;
  }

  int changes() {
    return changes;
  }

  private void mendFirewall() throws IOException {
    Firewall firewall = host.firewall();
    if (firewall.changeTo(inForce) == Firewall.Change.NONE) {
      return;
    }
    String found = firewall.table().exists() ? "changed" : "missing";
    repaired.add("nft table inet " + host.instance().nftTable() + ": " + found);
    changes++;
    try {
      firewall.table().replace(inForce.ruleset(), inForce.slots());
    } catch (IOException e) {
      failures.add(String.valueOf(e.getMessage()));
    }
  }

  private void mendSettings() throws IOException {
    List<String> changed = host.settings().mend(inForce);
    changed.forEach(setting -> repaired.add("sysctl net/" + setting + ": changed"));
    changes += changed.size();
  }

  private void secure(Host.Securing work) {
    try {
      List<String> done = work.run();
      repaired.addAll(done);
      changes += done.size();
    } catch (IOException e) {
      failures.add(String.valueOf(e.getMessage()));
    }
  }

  private void mend(List<Change> asked) throws IOException {
    for (Failure failure : host.kernel().execute(asked, OnFailure.CONTINUE)) {
      if (!failure.isGoneAlready()) {
        failures.add(String.valueOf(failure.cause().getMessage()));
      }
    }
  }
}
