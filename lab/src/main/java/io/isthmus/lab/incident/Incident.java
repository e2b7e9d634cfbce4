package io.isthmus.lab.incident;

import io.isthmus.lab.incident.Stage.Rail;
import io.isthmus.lab.up.Waiting;
import io.isthmus.lab.wan.WanControl;
import io.isthmus.lab.wan.WanSelection;
import java.time.Duration;
import java.util.List;

/** Makes the WAN that carries a flow worse or dead, and sees what becomes of the flow. */
public final class Incident {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration SETTLE = Duration.ofMillis(700);
  private static final Duration LOOK = Duration.ofMillis(5);

  private final Stage stage;
  private final Traffic traffic;
  private final WanControl wans;

  /**
   * What happened.
   *
   * @param from the overlay that carried the flow before
   * @param to the overlay that was to take over
   * @param beginNanos {@link System#nanoTime} when the impairment was in force
   * @param patientStayed whether the class that still kept its objective stayed where it was
   */
  public record Course(
      Impact impact,
      String wan,
      Rail from,
      Rail to,
      long beginNanos,
      Finding flow,
      Finding patientFlow,
      boolean patientStayed) {}

  public Incident(Stage stage, Traffic traffic, WanControl wans) {
    this.stage = stage;
    this.traffic = traffic;
    this.wans = wans;
  }

  /** Begins it, and waits until the flow has moved and what was under way has come. */
  public Course begin(Impact impact) {
    Rail from = stage.rail(traffic.carrier());
    Rail to = otherThan(from);
    int patientBefore = traffic.patientCarrier();
    long begin = wans.change(WanSelection.wan(from.wan()), impact::describe).atNanos();
    long limit = begin + LIMIT.toNanos();
    while (traffic.carrier() != to.vni() && System.nanoTime() < limit) {
      Waiting.pause(LOOK);
    }
    Waiting.pause(SETTLE);
    long end = System.nanoTime() - SETTLE.toNanos() / 2;
    Finding flow = Finding.of(traffic.log(), from.vni(), to.vni(), begin, end);
    int patientOther = otherThan(stage.rail(patientBefore)).vni();
    Finding patient = Finding.of(traffic.patientLog(), patientBefore, patientOther, begin, end);
    return new Course(impact, from.wan(), from, to, begin, flow, patient, !patient.moved());
  }

  private Rail otherThan(Rail rail) {
    List<Rail> others = stage.rails().stream().filter(other -> !other.equals(rail)).toList();
    return others.getFirst();
  }

  /**
   * Ends it.
   *
   * @return {@link System#nanoTime} when it was over
   */
  public long end(Course course) {
    return wans.clear(WanSelection.wan(course.wan())).atNanos();
  }
}
