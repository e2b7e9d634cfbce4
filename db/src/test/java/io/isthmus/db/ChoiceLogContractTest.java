package io.isthmus.db;

import static io.isthmus.db.Stores.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.steering.Choice;
import io.isthmus.domain.steering.ChoiceCause;
import io.isthmus.domain.steering.ChoiceLog;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.domain.topology.EdgeKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What {@link ChoiceLog} promises, whoever keeps it. */
abstract class ChoiceLogContractTest {
  static final Instant NOW = TestClock.START;
  static final Name VOICE = Name.of("voice");
  static final Name VIDEO = Name.of("video");
  static final Name NICE = Name.of("nice");
  static final Name PARIS = Name.of("paris");
  static final Name ROME = Name.of("rome");
  static final Name OTHER = Name.of("other");
  static final ChoiceLog.Filter ALL =
      new ChoiceLog.Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  abstract Stores stores();

  abstract ChoiceLog log();

  @Test
  void everyFieldIsReadAsItWasWritten() {
    for (ChoiceCause cause : ChoiceCause.values()) {
      Choice choice =
          new Choice(
              UUID.randomUUID(),
              new EdgeKey(DEFAULT, NICE),
              VOICE,
              PARIS,
              List.of(
                  new Choice.Member(Name.of("on-1"), Windows.path(DEFAULT, 1), 70),
                  new Choice.Member(Name.of("on-2"), Windows.path(DEFAULT, 2), 30)),
              cause,
              "délai of 151.2 ms \"beyond\" 150 👋",
              inputs(),
              cause == ChoiceCause.REQUESTED ? Optional.of(UUID.randomUUID()) : Optional.empty(),
              4_000_000_000L,
              Duration.ofNanos(123_456_000),
              NOW.plusSeconds(cause.ordinal()));

      log().add(choice);

      assertThat(log().find(DEFAULT, choice.id())).contains(choice);
      assertThat(log().find(OTHER, choice.id())).isEmpty();
    }
    assertThat(log().find(DEFAULT, UUID.randomUUID())).isEmpty();
  }

  private static List<Choice.Input> inputs() {
    Choice.Input known =
        new Choice.Input(
            Name.of("on-1"),
            Windows.path(DEFAULT, 1),
            PathState.UP,
            true,
            OptionalDouble.of(0.1),
            OptionalDouble.of(75.05),
            OptionalDouble.of(1e-9),
            OptionalDouble.of(0),
            OptionalDouble.of(9.9e12),
            1.5,
            OptionalDouble.of(-3.25));
    List<Choice.Input> inputs = new ArrayList<>(List.of(known));
    Arrays.stream(PathState.values())
        .map(state ->
            new Choice.Input(
                Name.of("on-2"),
                Windows.path(DEFAULT, 2),
                state,
                false,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                0,
                OptionalDouble.empty()))
        .forEach(inputs::add);
    return inputs;
  }

  @Test
  void aChoiceIsAddedOnce() {
    Choice choice = choice(VOICE, NICE, PARIS, NOW);
    Choice twin =
        new Choice(
            choice.id(),
            choice.sourceEdge(),
            VIDEO,
            ROME,
            List.of(),
            ChoiceCause.STRATEGY,
            "",
            List.of(),
            Optional.empty(),
            1,
            Duration.ZERO,
            NOW);

    log().add(choice);
    log().add(choice);
    log().add(twin);

    assertThat(log().list(DEFAULT, ALL, Instant.MAX, Optional.empty(), 9)).containsExactly(choice);
  }

  @Test
  void choicesAreListedNewestFirstAsTheFilterSays() {
    Choice first = choice(VOICE, NICE, PARIS, NOW);
    Choice second = choice(VIDEO, NICE, ROME, NOW.plusSeconds(1));
    Choice third = choice(VOICE, PARIS, NICE, NOW.plusSeconds(2), ChoiceCause.PATH_DOWN);
    List.of(second, third, first).forEach(log()::add);

    assertThat(list(ALL)).containsExactly(third, second, first);
    assertThat(list(filter(Optional.of(VOICE), Optional.empty(), Optional.empty())))
        .containsExactly(third, first);
    assertThat(list(filter(Optional.empty(), Optional.of(NICE), Optional.empty())))
        .containsExactly(second, first);
    assertThat(list(filter(Optional.empty(), Optional.empty(), Optional.of(NICE))))
        .containsExactly(third);
    assertThat(list(filter(Optional.of(VOICE), Optional.of(NICE), Optional.of(PARIS))))
        .containsExactly(first);
    assertThat(list(ofCause(ChoiceCause.PATH_DOWN))).containsExactly(third);
    assertThat(log().list(DEFAULT, ALL, third.chosenAt(), Optional.empty(), 1))
        .containsExactly(second);
    assertThat(log().list(OTHER, ALL, Instant.MAX, Optional.empty(), 9)).isEmpty();
  }

  @Test
  void pagesMissNothingThatWasChosenAtOneInstant() {
    List<Choice> all = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      all.add(choice(VOICE, NICE, PARIS, NOW));
    }
    all.forEach(log()::add);

    List<Choice> paged = new ArrayList<>();
    Instant before = Instant.MAX;
    Optional<UUID> beforeId = Optional.empty();
    for (int page = 0; page < 4; page++) {
      List<Choice> more = log().list(DEFAULT, ALL, before, beforeId, 2);
      paged.addAll(more);
      before = more.getLast().chosenAt();
      beforeId = Optional.of(more.getLast().id());
    }

    assertThat(paged).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void inForceIsTheNewestChoiceByThenOfEachClassAndPair() {
    Choice voice = choice(VOICE, NICE, PARIS, NOW);
    Choice voiceLater = choice(VOICE, NICE, PARIS, NOW.plusSeconds(10), ChoiceCause.PATH_DOWN);
    Choice back = choice(VOICE, PARIS, NICE, NOW.plusSeconds(5));
    Choice video = choice(VIDEO, NICE, PARIS, NOW.plusSeconds(5));
    List.of(voiceLater, voice, back, video).forEach(log()::add);

    assertThat(log().inForceAt(DEFAULT, ALL, NOW.minusMillis(1))).isEmpty();
    assertThat(log().inForceAt(DEFAULT, ALL, NOW)).containsExactly(voice);
    assertThat(log().inForceAt(DEFAULT, ALL, NOW.plusSeconds(9)))
        .containsExactly(video, voice, back);
    assertThat(log().inForceAt(DEFAULT, ALL, Instant.MAX)).containsExactly(video, voiceLater, back);
    assertThat(log().inForceAt(OTHER, ALL, Instant.MAX)).isEmpty();
  }

  @Test
  void whatIsInForceIsFilteredAfterItIsFound() {
    Choice voice = choice(VOICE, NICE, PARIS, NOW);
    Choice voiceLater = choice(VOICE, NICE, PARIS, NOW.plusSeconds(10), ChoiceCause.PATH_DOWN);
    Choice video = choice(VIDEO, ROME, PARIS, NOW);
    List.of(voice, voiceLater, video).forEach(log()::add);

    assertThat(inForce(ofCause(ChoiceCause.PATH_DOWN))).containsExactly(voiceLater);
    assertThat(inForce(ofCause(ChoiceCause.POLICY))).containsExactly(video);
    assertThat(inForce(filter(Optional.of(VOICE), Optional.empty(), Optional.empty())))
        .containsExactly(voiceLater);
    assertThat(inForce(filter(Optional.empty(), Optional.of(ROME), Optional.of(PARIS))))
        .containsExactly(video);
    assertThat(inForce(filter(Optional.empty(), Optional.of(PARIS), Optional.empty()))).isEmpty();
  }

  @Test
  void allThatIsInForceIsReadWithoutWhatItWasJudgedBy() {
    Choice judged = choice(VOICE, NICE, PARIS, NOW.plusSeconds(10), inputs());
    Choice video = choice(VIDEO, NICE, PARIS, NOW);
    List.of(choice(VOICE, NICE, PARIS, NOW), judged, video).forEach(log()::add);

    List<Choice> all = log().allInForceAt(DEFAULT, Instant.MAX);

    assertThat(all)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("inputs")
        .containsExactly(video, judged);
    assertThat(all).allMatch(choice -> choice.inputs().isEmpty());
    assertThat(log().allInForceAt(DEFAULT, NOW.minusMillis(1))).isEmpty();
    assertThat(log().allInForceAt(OTHER, Instant.MAX)).isEmpty();
  }

  private List<Choice> list(ChoiceLog.Filter filter) {
    return log().list(DEFAULT, filter, Instant.MAX, Optional.empty(), 9);
  }

  private List<Choice> inForce(ChoiceLog.Filter filter) {
    return log().inForceAt(DEFAULT, filter, Instant.MAX);
  }

  private static ChoiceLog.Filter filter(
      Optional<Name> trafficClass, Optional<Name> source, Optional<Name> destination) {
    return new ChoiceLog.Filter(trafficClass, source, destination, Optional.empty());
  }

  private static ChoiceLog.Filter ofCause(ChoiceCause cause) {
    return new ChoiceLog.Filter(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(cause));
  }

  static Choice choice(Name trafficClass, Name source, Name destination, Instant at) {
    return choice(trafficClass, source, destination, at, ChoiceCause.POLICY);
  }

  static Choice choice(
      Name trafficClass, Name source, Name destination, Instant at, ChoiceCause cause) {
    return choice(new EdgeKey(DEFAULT, source), trafficClass, destination, at, cause);
  }

  private static Choice choice(
      Name trafficClass, Name source, Name destination, Instant at, List<Choice.Input> inputs) {
    return choice(
        new EdgeKey(DEFAULT, source), trafficClass, destination, at, ChoiceCause.POLICY, inputs);
  }

  static Choice choice(
      EdgeKey source, Name trafficClass, Name destination, Instant at, ChoiceCause cause) {
    return choice(source, trafficClass, destination, at, cause, List.of());
  }

  private static Choice choice(
      EdgeKey source,
      Name trafficClass,
      Name destination,
      Instant at,
      ChoiceCause cause,
      List<Choice.Input> inputs) {
    return new Choice(
        UUID.randomUUID(),
        source,
        trafficClass,
        destination,
        List.of(new Choice.Member(Name.of("on-1"), Windows.path(source.tenant(), 1), 1)),
        cause,
        "a test",
        inputs,
        Optional.empty(),
        7,
        Duration.ofMillis(12),
        at);
  }
}
