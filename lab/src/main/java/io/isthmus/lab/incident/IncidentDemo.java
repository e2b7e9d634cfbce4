package io.isthmus.lab.incident;

import io.isthmus.lab.Lab;
import io.isthmus.lab.incident.Incident.Course;
import io.isthmus.lab.network.LabIntent;
import io.isthmus.lab.rest.ControllerApi;
import io.isthmus.lab.rest.EventFeed;
import io.isthmus.lab.rest.EventFeed.Told;
import io.isthmus.lab.up.Waiting;
import io.isthmus.lab.wan.WanSelection;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** One incident on the running lab, told from beginning to end by everybody who saw it. */
public final class IncidentDemo {
  private static final String PATIENT_CLASS = "updates";
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration RECOVERY = Duration.ofMinutes(4);
  private static final Duration STORING = Duration.ofSeconds(3);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final int SECONDS_BETWEEN_NEWS = 10;

  private final Lab lab;
  private final ControllerApi api;
  private final Consumer<String> news;
  private final List<Moment> moments = new ArrayList<>();

  /** By both of Java's clocks. */
  private final Instant wallAnchor = Instant.now();

  private final long nanoAnchor = System.nanoTime();

  /**
   * The whole story.
   *
   * @param moments in order of time
   * @param why the words of the choice that the edge made; empty when none was told
   * @param returnedAfterMs from the end of the impairment to the first packet by the old overlay
   * @param toldAfterMs from the beginning until the orchestrator had the first event about it
   */
  public record Story(
      Course course,
      List<Moment> moments,
      String why,
      OptionalDouble toldAfterMs,
      OptionalDouble returnedAfterMs,
      boolean ok) {}

  /**
   * @param news is told what is going on while it takes its time
   */
  public IncidentDemo(Lab lab, Consumer<String> news) {
    this.lab = lab;
    this.api = lab.controller();
    this.news = news;
  }

  public Story run(Impact impact) throws IOException {
    Stage stage =
        Stage.find(LabIntent.read(lab.intentFile()), api, sensitiveClass(impact), PATIENT_CLASS);
    lab.wan().clear(WanSelection.all());
    stage.classify(api);
    awaitPreferred(stage);
    try (EventFeed feed = api.events();
        Traffic traffic = new Traffic(lab.name(), stage, RECOVERY.plusMinutes(1)).start()) {
      news.accept(
          "%d numbered packets a second from %s to %s in class %s"
              .formatted(
                  Traffic.PACKETS_PER_SECOND,
                  lab.name().host(stage.source().name()),
                  stage.address(),
                  stage.trafficClass()));
      Waiting.pause(WARM_UP);
      Incident incident = new Incident(stage, traffic, lab.wan());
      Course course = incident.begin(impact);
      try {
        return tell(stage, traffic, feed, incident, course);
      } finally {
        incident.end(course);
      }
    }
  }

  /** The class of the example that feels it. */
  public static String sensitiveClass(Impact impact) {
    return impact == Impact.DELAY ? "control" : "voice";
  }

  /** An earlier incident may still keep the class elsewhere. */
  private void awaitPreferred(Stage stage) throws IOException {
    try (Traffic traffic = new Traffic(lab.name(), stage, RECOVERY).start()) {
      int preferred = stage.rails().getFirst().vni();
      if (traffic.carrier() != preferred) {
        news.accept("waiting until the class is back on " + stage.rails().getFirst().overlay());
        awaitCarrier(traffic, preferred);
      }
    }
  }

  private Story tell(Stage stage, Traffic traffic, EventFeed feed, Incident incident, Course course)
      throws IOException {
    Waiting.pause(STORING);
    flowMoments(course);
    List<Told> soFar = about(stage, feed.since(course.beginNanos()));
    Optional<Told> choice =
        first(soFar, told -> told.type().equals("class.rerouted") && !told.text("cause").isEmpty());
    OptionalDouble told =
        soFar.stream().mapToDouble(event -> sinceBegin(course, event.receivedNanos())).min();
    long over = incident.end(course);
    news.accept(
        "the impairment has ended after %.0f s; now for the way back"
            .formatted((over - course.beginNanos()) / 1e9));
    add(course, over, "emulator", "WAN %s is whole again".formatted(course.wan()));
    OptionalDouble returned = awaitReturn(traffic, course, over);
    Waiting.pause(STORING);
    about(stage, feed.since(course.beginNanos())).forEach(event -> addEvent(course, event));
    traffic.requireComplete();
    moments.sort(Comparator.comparingDouble(Moment::atMs));
    return new Story(
        course,
        List.copyOf(moments),
        choice.map(event -> event.text("reason")).orElse(""),
        told,
        returned,
        course.flow().moved()
            && (course.patientStayed() || course.impact() == Impact.BLACKOUT)
            && choice.isPresent()
            && returned.isPresent());
  }

  private void flowMoments(Course course) {
    Finding flow = course.flow();
    add(0, "emulator", "WAN %s: %s begins".formatted(course.wan(), course.impact()));
    flow.firstLostMs().ifPresent(at -> add(at, "receiving host", "first packet that never comes"));
    flow.firstLateMs()
        .ifPresent(at ->
            add(
                at,
                "receiving host",
                "first packet that is %d ms late".formatted(Finding.LATE_MS)));
    flow.lastOldMs()
        .ifPresent(at -> add(at, "WAN port", "last packet by " + course.from().overlay()));
    flow.firstNewMs()
        .ifPresent(at -> add(at, "WAN port", "first packet by " + course.to().overlay()));
  }

  private OptionalDouble awaitReturn(Traffic traffic, Course course, long over) {
    if (!awaitCarrier(traffic, course.from().vni())) {
      return OptionalDouble.empty();
    }
    Finding way =
        Finding.of(traffic.log(), course.to().vni(), course.from().vni(), over, System.nanoTime());
    way.firstNewMs()
        .ifPresent(at ->
            add(
                sinceBegin(course, over) + at,
                "WAN port",
                "first packet by %s again".formatted(course.from().overlay())));
    return way.firstNewMs();
  }

  private boolean awaitCarrier(Traffic traffic, int vni) {
    long begin = System.nanoTime();
    int nextNews = SECONDS_BETWEEN_NEWS;
    while (traffic.carrier() != vni) {
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (seconds > RECOVERY.toSeconds()) {
        return false;
      }
      if (seconds > nextNews) {
        news.accept("%d s, and the hold-down goes on".formatted(nextNews));
        nextNews += SECONDS_BETWEEN_NEWS;
      }
      Waiting.pause(LOOK);
    }
    return true;
  }

  /** Events of the class from the source to the destination, and of the paths of the source. */
  private static List<Told> about(Stage stage, List<Told> events) {
    return events.stream()
        .filter(event -> {
          String destination = event.text("destinationEdge") + event.text("remoteEdge");
          boolean ofClass =
              event.text("trafficClass").equals(stage.trafficClass())
                  && event.text("sourceEdge").equals(stage.source().name());
          boolean ofPath =
              event.type().startsWith("path.") && event.text("edge").equals(stage.source().name());
          return (ofClass || ofPath) && destination.contains(stage.destination().name());
        })
        .toList();
  }

  private static Optional<Told> first(List<Told> events, Predicate<Told> fits) {
    return events.stream().filter(fits).findFirst();
  }

  private void addEvent(Course course, Told event) {
    double at = wallSinceBegin(course, event.time());
    double told = sinceBegin(course, event.receivedNanos());
    add(at, "edge", text("%s; the orchestrator was told at %.0f ms", describe(event), told));
  }

  private static String describe(Told event) {
    JsonNode data = event.data();
    return switch (event.type()) {
      case "path.down", "path.up", "path.silent" ->
          "%s of %s: %s".formatted(event.type(), event.text("localWanLink"), event.text("reason"));
      case "sla.broken" -> "sla.broken on %s: %s".formatted(event.text("overlay"), broken(data));
      case "sla.restored" -> "sla.restored on %s".formatted(event.text("overlay"));
      case "class.rerouted" ->
          "class.rerouted to %s because of %s (%s)"
              .formatted(data.path("overlays"), event.text("cause"), event.text("reason"));
      default -> event.type();
    };
  }

  /** A dead path has no value that could be beyond a threshold. */
  private static String broken(JsonNode data) {
    String metric = data.path("metric").asString();
    return data.has("value")
        ? text("%s %.1f beyond %s", metric, data.path("value").asDouble(), data.path("threshold"))
        : metric;
  }

  private double wallSinceBegin(Course course, Instant time) {
    long begin = course.beginNanos() - nanoAnchor;
    return (Duration.between(wallAnchor, time).toNanos() - begin) / 1e6;
  }

  private static double sinceBegin(Course course, long nanos) {
    return (nanos - course.beginNanos()) / 1e6;
  }

  private void add(Course course, long nanos, String seenBy, String what) {
    add(sinceBegin(course, nanos), seenBy, what);
  }

  private void add(double atMs, String seenBy, String what) {
    moments.add(new Moment(atMs, seenBy, what));
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
