package io.isthmus.agent.probe;

import static io.isthmus.southbound.api.v1.PathState.PATH_STATE_DOWN;
import static io.isthmus.southbound.api.v1.PathState.PATH_STATE_REMOTE_SILENT;
import static io.isthmus.southbound.api.v1.PathState.PATH_STATE_UP;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.southbound.api.v1.PathState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Silence of every kind, on simulated paths: the seed decides on phases, delays and single losses.
 */
class VerdictsTest {

  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;

  static java.util.stream.LongStream seeds() {
    return java.util.stream.LongStream.rangeClosed(1, 30);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aDeadPathIsDownWithin300MillisecondsAndComesBack(long seed) {
    SimulatedPaths paths = new SimulatedPaths(seed);
    var dead = paths.path("a", "r", "wan0", 20);
    var alive = paths.path("b", "r", "wan1", 60);
    paths.run(5 * SECOND);
    paths.clear();

    dead.cut = true;
    paths.run(SECOND);

    assertThat(paths.states(dead)).as("seed %d", seed).containsExactly(PATH_STATE_DOWN);
    assertThat(paths.changes(dead).getFirst().detectionNanos())
        .as("seed %d", seed)
        .isBetween(Verdicts.LEAST_SILENCE, 300 * MS);
    assertThat(paths.states(alive)).as("seed %d", seed).isEmpty();

    paths.run(20 * SECOND);
    dead.cut = false;
    paths.run(SECOND);
    assertThat(paths.states(dead))
        .as("seed %d", seed)
        .containsExactly(PATH_STATE_DOWN, PATH_STATE_UP);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anEdgeThatIsAwayBlamesNoPath(long seed) {
    SimulatedPaths paths = new SimulatedPaths(seed);
    var first = paths.path("a", "r", "wan0", 5 + seed);
    var second = paths.path("b", "r", "wan1", 95 - seed);
    var other = paths.path("c", "s", "wan0", 20);
    paths.run(5 * SECOND);
    paths.clear();

    paths.silence("r", true);
    paths.run(5 * SECOND);

    assertThat(paths.states(first)).as("seed %d", seed).containsExactly(PATH_STATE_REMOTE_SILENT);
    assertThat(paths.states(second)).as("seed %d", seed).containsExactly(PATH_STATE_REMOTE_SILENT);
    assertThat(paths.states(other)).as("seed %d", seed).isEmpty();

    paths.silence("r", false);
    paths.run(2 * SECOND);
    assertThat(paths.states(first))
        .as("seed %d", seed)
        .containsExactly(PATH_STATE_REMOTE_SILENT, PATH_STATE_UP);
    assertThat(paths.states(second))
        .as("seed %d", seed)
        .containsExactly(PATH_STATE_REMOTE_SILENT, PATH_STATE_UP);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void afterTheEdgeIsBackAPathThatStaysSilentIsDown(long seed) {
    SimulatedPaths paths = new SimulatedPaths(seed);
    var broken = paths.path("a", "r", "wan0", 20);
    var good = paths.path("b", "r", "wan1", 20);
    paths.run(5 * SECOND);
    paths.silence("r", true);
    paths.run(2 * SECOND);
    paths.clear();

    broken.cut = true;
    paths.silence("r", false);
    paths.run(3 * SECOND);

    assertThat(paths.states(good)).as("seed %d", seed).containsExactly(PATH_STATE_UP);
    assertThat(paths.states(broken)).as("seed %d", seed).containsExactly(PATH_STATE_DOWN);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theOnlyPathToAnEdgeIsNotBlamedByItself(long seed) {
    SimulatedPaths paths = new SimulatedPaths(seed);
    var only = paths.path("a", "r", "wan0", 20);
    var other = paths.path("b", "s", "wan0", 20);
    paths.path("c", "t", "wan1", 20);
    paths.run(5 * SECOND);
    paths.clear();

    only.cut = true;
    paths.run(2 * SECOND);

    assertThat(paths.states(only)).as("seed %d", seed).containsExactly(PATH_STATE_REMOTE_SILENT);
    assertThat(paths.states(other)).as("seed %d", seed).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aLinkOnWhichNobodyIsHeardIsToBlame(long seed) {
    SimulatedPaths paths = new SimulatedPaths(seed);
    var toR = paths.path("a", "r", "wan0", 20);
    var toS = paths.path("b", "s", "wan0", 80);
    var elsewhere = paths.path("c", "t", "wan1", 20);
    paths.run(5 * SECOND);
    paths.clear();

    toR.cut = true;
    toS.cut = true;
    paths.run(2 * SECOND);

    assertThat(paths.states(toR)).as("seed %d", seed).endsWith(PATH_STATE_DOWN);
    assertThat(paths.states(toS)).as("seed %d", seed).endsWith(PATH_STATE_DOWN);
    assertThat(paths.states(elsewhere)).as("seed %d", seed).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aPathThatBecomesSlowIsNotDead(long seed) {
    SimulatedPaths paths = new SimulatedPaths(seed);
    var slow = paths.path("a", "r", "wan0", 20);
    paths.path("b", "r", "wan1", 20);
    paths.run(5 * SECOND);
    paths.clear();

    slow.rttMillis = 140;
    paths.run(5 * SECOND);
    assertThat(paths.states(slow)).as("seed %d", seed).isEmpty();

    // Slower than it may be: taken for dead, and revoked as soon as the answers come.
    slow.rttMillis = 900;
    paths.run(5 * SECOND);
    assertThat(paths.states(slow)).as("seed %d", seed).endsWith(PATH_STATE_UP);
    assertThat(paths.lost(slow)).as("seed %d", seed).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 20})
  void lossAloneKillsNoPath(int lossPct) {
    for (long seed = 1; seed <= 5; seed++) {
      SimulatedPaths paths = new SimulatedPaths(seed);
      var lossy = paths.path("a", "r", "wan0", 20);
      paths.path("b", "r", "wan1", 20);
      paths.run(2 * SECOND);
      paths.clear();

      lossy.lossPct = lossPct;
      paths.run(300 * SECOND);

      long downs = paths.states(lossy).stream().filter(s -> s == PATH_STATE_DOWN).count();
      // A run of losses that lasts for 150 ms is rare, but at 20 % it happens.
      assertThat(downs).as("seed %d", seed).isLessThanOrEqualTo(lossPct < 20 ? 0 : 5);
      assertThat(paths.lostPct(lossy))
          .as("seed %d", seed)
          .isBetween(lossPct * 0.7 - 0.3, lossPct * 1.3 + 0.3);
    }
  }

  @Test
  void aLinkThatIsDownIsKnownAtOnceAndItsPathsGiveNoEvidence() {
    SimulatedPaths paths = new SimulatedPaths(1);
    var first = paths.path("a", "r", "wan0", 20);
    var unmeasured = paths.unmeasured("u", "r", "wan0");
    paths.path("b", "r", "wan1", 20);
    paths.run(5 * SECOND);
    paths.clear();

    paths.fault("wan0", "wan0 is down");
    paths.run(5 * MS);

    assertThat(paths.changes(first))
        .singleElement()
        .satisfies(change -> {
          assertThat(change.state()).isEqualTo(PATH_STATE_DOWN);
          assertThat(change.reason()).isEqualTo("wan0 is down");
          assertThat(change.detectionNanos()).isZero();
        });
    assertThat(paths.states(unmeasured)).containsExactly(PATH_STATE_DOWN);

    paths.fault("wan0", "");
    paths.run(2 * SECOND);
    assertThat(paths.states(first)).containsExactly(PATH_STATE_DOWN, PATH_STATE_UP);
    assertThat(paths.states(unmeasured)).containsExactly(PATH_STATE_DOWN, PATH_STATE_UP);
  }

  /** Cuts, silences and slow spells in any order: when all is well again, all is up. */
  @ParameterizedTest
  @MethodSource("seeds")
  void whateverHappensTheEndIsTrue(long seed) {
    SimulatedPaths paths = new SimulatedPaths(seed);
    List<SimulatedPaths.Simulated> all =
        List.of(
            paths.path("a", "r", "wan0", 10),
            paths.path("b", "r", "wan1", 60),
            paths.path("c", "s", "wan0", 30),
            paths.path("d", "s", "wan1", 10),
            paths.path("e", "t", "wan1", 10));
    for (int step = 0; step < 60; step++) {
      var path = all.get(paths.random.nextInt(all.size()));
      switch (paths.random.nextInt(4)) {
        case 0 -> path.cut = !path.cut;
        case 1 -> paths.silence(path.remote, paths.random.nextInt(3) == 0);
        case 2 -> path.rttMillis = 1 + paths.random.nextInt(100);
        default -> path.lossPct = paths.random.nextInt(3);
      }
      paths.run((50 + paths.random.nextInt(2_000)) * MS);
    }

    all.forEach(path -> {
      path.cut = false;
      path.lossPct = 0;
      paths.silence(path.remote, false);
    });
    paths.run(3 * SECOND);
    assertThat(all)
        .as("seed %d", seed)
        .allMatch(path -> path.health.state == PathState.PATH_STATE_UP);

    all.get(0).cut = true;
    paths.run(SECOND);
    assertThat(all.get(0).health.state).as("seed %d", seed).isEqualTo(PATH_STATE_DOWN);
  }
}
