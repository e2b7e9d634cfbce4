package io.isthmus.agent.apply;

import io.isthmus.agent.desired.DesiredState;
import io.isthmus.agent.desired.Numbering;
import io.isthmus.agent.desired.Problem;
import io.isthmus.agent.netlink.Change;
import io.isthmus.agent.netlink.Kernel.Failure;
import io.isthmus.agent.netlink.Kernel.OnFailure;
import io.isthmus.agent.wireguard.WireGuard;
import io.isthmus.southbound.api.v1.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One way from the state in force to another: it stops at the first step that is refused, and
 * whoever asked goes back. Used once.
 */
final class Rollout {

  private final Host host;
  private final DesiredState before;
  private final DesiredState desired;
  private final boolean secures;

  Rollout(Host host, DesiredState before, DesiredState desired) {
    this.host = host;
    this.before = before;
    this.desired = desired;
    secures = !desired.secureInterfaces().equals(before.secureInterfaces());
  }

  /**
   * The firewall closes before routes open and opens after they are gone; forwarding begins when it
   * is closed. How many things were changed.
   */
  int carryOut(Plan plan, Firewall.Change firewall) throws IOException, RefusedByKernel {
    int changes = plan.size();
    if (firewall == Firewall.Change.REPLACE && !desired.isNothing()) {
      host.firewall().replace(desired);
      changes++;
    }
    ask(plan.foundations());
    if (!desired.isNothing()) {
      changes += host.settings().update(plan, before, desired);
    }
    add(plan);
    if (firewall == Firewall.Change.TURN) {
      host.firewall().turn(before, desired);
      changes++;
    }
    ask(plan.removals());
    secure(() -> host.wireguard().retire(desired.secureInterfaces(), host.kernel()));
    return changes + (desired.isNothing() ? clear(firewall) : 0);
  }

  /** First what outer packets need, so that the first handshake does not go astray. */
  private void add(Plan plan) throws IOException, RefusedByKernel {
    host.provideKeys(desired);
    secure(() -> host.wireguard().bringUp(desired.secureInterfaces(), host.kernel()));
    ask(plan.additionsOf(object -> Numbering.isUnderlay(host.instance(), object)));
    secure(() -> host.wireguard().meet(desired.secureInterfaces()));
    ask(plan.additionsOf(object -> !Numbering.isUnderlay(host.instance(), object)));
  }

  private int clear(Firewall.Change firewall) throws IOException {
    int changes = host.settings().restore();
    if (firewall == Firewall.Change.REPLACE) {
      host.firewall().table().remove();
      changes++;
    }
    return changes;
  }

  private void secure(Host.Securing work) throws IOException, RefusedByKernel {
    if (!secures) {
      return;
    }
    try {
      work.run();
    } catch (WireGuard.Failure e) {
      throw RefusedByKernel.of(desired.resourceOf(e.device()), e);
    }
  }

  private void ask(List<Change> changes) throws IOException, RefusedByKernel {
    List<Problem> problems = new ArrayList<>();
    for (Failure failure : host.kernel().execute(changes, OnFailure.STOP)) {
      if (!failure.isGoneAlready()) {
        problems.add(problem(failure, before, desired));
      }
    }
    if (!problems.isEmpty()) {
      throw new RefusedByKernel(problems);
    }
  }

  /** An object may be of either state. */
  static Problem problem(Failure failure, DesiredState before, DesiredState desired) {
    String key = desired.resourceOf(failure.change().object());
    return new Problem(
        key.isEmpty() ? before.resourceOf(failure.change().object()) : key,
        ErrorCode.ERROR_CODE_KERNEL,
        String.valueOf(failure.cause().getMessage()));
  }
}
