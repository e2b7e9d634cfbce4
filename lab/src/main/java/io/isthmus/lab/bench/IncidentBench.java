package io.isthmus.lab.bench;

import io.isthmus.lab.incident.Impact;
import io.isthmus.lab.incident.Incident;
import io.isthmus.lab.incident.Incident.Course;
import io.isthmus.lab.incident.Stage;
import io.isthmus.lab.incident.Traffic;
import io.isthmus.lab.network.LabIntent;
import io.isthmus.lab.network.WanKind;
import io.isthmus.lab.process.LabProcess;
import io.isthmus.lab.up.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The WAN that carries a flow gets worse or dies, again and again; whichever carries it then is the
 * next.
 */
public final class IncidentBench {
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration CONTROLLER_STOP = Duration.ofSeconds(20);

  private final Impact impact;
  private final int rounds;
  private final Duration settle;
  private final Consumer<Course> listener;

  /** Whether there is a controller while WANs die. */
  public enum Controller {
    RUNNING,
    STOPPED
  }

  /**
   * What came of it; times in milliseconds.
   *
   * @param moved rounds in which the flow moved
   * @param patientStayed rounds in which the class that still kept its objective stayed
   * @param medianGapMs longest time between two arrivals at the receiving host
   * @param medianMoveMs from the beginning of the impairment to the first packet by the other
   *     overlay
   * @param meanLost packets lost a round
   */
  public record Result(
      Impact impact,
      Controller controller,
      int rounds,
      int moved,
      int patientStayed,
      double medianGapMs,
      double worstGapMs,
      double medianMoveMs,
      double worstMoveMs,
      double meanLost,
      List<Course> courses) {}

  public IncidentBench(Impact impact, int rounds, Duration settle, Consumer<Course> listener) {
    this.impact = impact;
    this.rounds = rounds;
    this.settle = settle;
    this.listener = listener;
  }

  public Result run(Controller controller) throws IOException {
    String yaml = BenchIntent.withObjectives(impact);
    try (BenchLab bench = BenchLab.up(yaml, WanKind.EMULATED)) {
      Stage stage =
          Stage.find(LabIntent.parse(yaml), bench.api(), BenchIntent.QUICK, BenchIntent.PATIENT);
      stage.classify(bench.api());
      if (controller == Controller.STOPPED) {
        bench.lab().processes().find("controller").ifPresent(IncidentBench::stop);
      }
      Duration longest = settle.plusSeconds(14).multipliedBy(rounds).plus(WARM_UP).plusMinutes(1);
      try (Traffic traffic = new Traffic(bench.lab().name(), stage, longest).start()) {
        Waiting.pause(WARM_UP);
        return measure(new Incident(stage, traffic, bench.lab().wan()), traffic, controller);
      }
    }
  }

  private static void stop(LabProcess process) {
    process.stop(CONTROLLER_STOP);
  }

  private Result measure(Incident incident, Traffic traffic, Controller controller)
      throws IOException {
    List<Course> courses = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      Waiting.pause(settle);
      Course course = incident.begin(impact);
      incident.end(course);
      courses.add(course);
      listener.accept(course);
    }
    traffic.requireComplete();
    return result(controller, courses);
  }

  private Result result(Controller controller, List<Course> courses) {
    List<Double> gaps = courses.stream().map(course -> course.flow().gapMs()).toList();
    // A flow that has not moved is as bad as can be, and must not drop out of the figures.
    List<Double> moves =
        courses.stream()
            .map(course -> course.flow().firstNewMs().orElse(Double.POSITIVE_INFINITY))
            .toList();
    return new Result(
        impact,
        controller,
        courses.size(),
        (int) courses.stream().filter(course -> course.flow().moved()).count(),
        (int) courses.stream().filter(Course::patientStayed).count(),
        Median.of(gaps),
        worst(gaps),
        Median.of(moves),
        worst(moves),
        courses.stream().mapToInt(course -> course.flow().lost()).average().orElse(0),
        courses);
  }

  private static double worst(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }
}
