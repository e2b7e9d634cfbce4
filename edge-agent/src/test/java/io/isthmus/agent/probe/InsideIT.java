package io.isthmus.agent.probe;

import static io.isthmus.southbound.api.v1.PathState.PATH_STATE_DOWN;
import static io.isthmus.southbound.api.v1.PathState.PATH_STATE_UP;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.testbed.Edge;
import io.isthmus.agent.testbed.Resources;
import io.isthmus.agent.testbed.Secure;
import io.isthmus.agent.testbed.Testbed;
import io.isthmus.agent.testbed.Wire;
import io.isthmus.agent.wireguard.Implementation;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Encrypted paths are measured within. */
class InsideIT {

  private static final String PATH = Resources.pathKey(2, 0);

  private Testbed testbed;
  private Secure secure;
  private Probing one;
  private Probing two;

  @BeforeEach
  void connect() {
    testbed = new Testbed(2);
    Assumptions.assumeTrue(
        testbed.edge1().wireguard() != Implementation.NONE, "WireGuard is needed");
    secure = new Secure(testbed, testbed.mesh(1, 1), testbed.mesh(2, 1)).probing(50);
    secure.makeKeys();
    secure.apply();
    one = new Probing(testbed.edge1(), testbed.edge1().probePlan());
    two = new Probing(testbed.edge2(), testbed.edge2().probePlan());
    one.heard.await(PATH, PATH_STATE_UP);
    two.heard.await(Resources.pathKey(1, 0), PATH_STATE_UP);
  }

  @AfterEach
  void close() {
    if (two != null) {
      one.close();
      two.close();
    }
    testbed.close();
  }

  @Test
  void anotherGenerationLosesNoProbe() {
    Wire wire = new Wire(testbed.underlay1()).count("clear", "udp dport 862");
    // What was asked before the other end listened does not count.
    long first = newestAnswered();

    secure.generations(1, 1, 2).makeKeys();
    step();
    secure.generations(2, 1, 2);
    step();
    secure.generations(2, 2);
    step();
    long last = newestAnswered();
    // Two seconds and more, after which a probe counts as lost.
    awaitAnswers(50);

    List<Recorder.Settled> settled =
        one.heard.settled(PATH).stream()
            .filter(s -> s.sequence() >= first && s.sequence() <= last)
            .toList();
    assertThat(settled).hasSizeGreaterThan(40);
    assertThat(settled).allSatisfy(s -> assertThat(s.fate()).isEqualTo(ProbeOutcome.Fate.ANSWERED));
    assertThat(one.heard.verdicts(PATH))
        .extracting(Recorder.Change::state)
        .doesNotContain(PATH_STATE_DOWN);
    assertThat(wire.packets("clear")).isZero();
  }

  private void step() {
    secure.apply();
    one.prober.measure(testbed.edge1().probePlan());
    two.prober.measure(testbed.edge2().probePlan());
    awaitAnswers(16);
  }

  private long newestAnswered() {
    return one.heard.settled(PATH).stream()
        .filter(s -> s.fate() == ProbeOutcome.Fate.ANSWERED)
        .mapToLong(Recorder.Settled::sequence)
        .max()
        .orElseThrow();
  }

  private void awaitAnswers(int count) {
    long end = newestAnswered() + count;
    one.heard.await("answer " + end, () -> newestAnswered() >= end);
  }

  @Test
  void aPathWhoseInterfaceGoesIsDownAtOnceAndComesBack() {
    Edge edge = testbed.edge1();

    edge.node().sh("ip link del " + edge.secureInterfaces().getFirst());
    one.heard.await(PATH, PATH_STATE_DOWN);
    edge.repair();

    one.heard.await(PATH, PATH_STATE_UP);
  }
}
