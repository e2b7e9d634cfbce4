package io.isthmus.agent.probe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A local WAN link: its doorways, its traffic, and whether packets can leave by it. */
final class WanPort {

  final int number;

  private ProbePlan.Link plan;
  private List<Doorway> doorways;
  private Allowance allowance;
  private int deviceIndex;
  private String fault = "";

  /** Traffic of the device in about the last second. */
  long txBps;

  long rxBps;
  private LinkCounters.@Nullable Count counted;
  private long countedAt;

  WanPort(ProbePlan.Link plan, int number, long now) {
    this.plan = plan;
    this.number = number;
    this.doorways = plan.doors().stream().map(door -> new Doorway(door, now)).toList();
    this.allowance = new Allowance(plan.budgetBps(), Doorway.wireBits(plan), now);
  }

  ProbePlan.Link plan() {
    return plan;
  }

  List<Doorway> doorways() {
    return doorways;
  }

  Allowance allowance() {
    return allowance;
  }

  boolean isOf(ProbePlan.Link link) {
    return plan.name().equals(link.name()) && plan.device().equals(link.device());
  }

  /** Goes on as this; doorways that stay are not touched. Those that go are closed at once. */
  void become(ProbePlan.Link link, long now) {
    List<Doorway> replaced = new ArrayList<>();
    for (ProbePlan.Door door : link.doors()) {
      Doorway present = find(door);
      replaced.add(present == null ? new Doorway(door, now) : present);
    }
    doorways.stream().filter(doorway -> !replaced.contains(doorway)).forEach(Doorway::close);
    doorways = List.copyOf(replaced);
    if (plan.budgetBps() != link.budgetBps() || Doorway.wireBits(plan) != Doorway.wireBits(link)) {
      allowance = new Allowance(link.budgetBps(), Doorway.wireBits(link), now);
    }
    plan = link;
  }

  private @Nullable Doorway find(ProbePlan.Door door) {
    for (Doorway doorway : doorways) {
      if (doorway.plan.equals(door)) {
        return doorway;
      }
    }
    return null;
  }

  /** Of a path that leaves by this link. */
  Doorway doorway(ProbePlan.Door door) {
    Doorway found = find(door);
    if (found == null) {
      throw new IllegalStateException(door + " is no door of " + plan.name());
    }
    return found;
  }

  /** Why nothing can leave by this link; empty when all is well. */
  String fault() {
    return fault;
  }

  /** Whether the kernel told of the device, or that there is none. */
  boolean isKnown() {
    return deviceIndex != 0 || !fault.isEmpty();
  }

  /** What the kernel says of a device. */
  void device(int index, String name, boolean up) {
    if (plan.device().equals(name)) {
      deviceIndex = index;
      fault = up ? "" : name + " is down";
    } else if (deviceIndex != 0 && deviceIndex == index) {
      deviceGone();
    }
    for (Doorway doorway : doorways) {
      if (doorway.plan.device().equals(name)) {
        doorway.device(index, up);
      } else if (doorway.isDevice(index)) {
        doorway.deviceGone();
      }
    }
  }

  void deviceGone(int index) {
    if (deviceIndex != 0 && deviceIndex == index) {
      deviceGone();
    }
    doorways.stream().filter(doorway -> doorway.isDevice(index)).forEach(Doorway::deviceGone);
  }

  private void deviceGone() {
    deviceIndex = 0;
    fault = plan.device() + " does not exist";
  }

  /** The kernel told of all that is there. */
  void refreshed() {
    if (!isKnown()) {
      deviceGone();
    }
    doorways.stream().filter(doorway -> !doorway.isKnown()).forEach(Doorway::deviceGone);
  }

  /** Takes the rates from two looks at the device's counters, the last one now. */
  void counted(LinkCounters.@Nullable Count count, long now) {
    LinkCounters.Count before = counted;
    if (before == null || count == null || now <= countedAt) {
      txBps = 0;
      rxBps = 0;
    } else {
      txBps = rate(count.sentBytes() - before.sentBytes(), now - countedAt);
      rxBps = rate(count.receivedBytes() - before.receivedBytes(), now - countedAt);
    }
    counted = count;
    countedAt = now;
  }

  /** Counters begin anew with a new device. */
  private static long rate(long bytes, long nanos) {
    return bytes < 0 ? 0 : Math.round(bytes * 8e9 / nanos);
  }

  void close() {
    doorways.forEach(Doorway::close);
  }
}
