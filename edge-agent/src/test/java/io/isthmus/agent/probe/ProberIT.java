package io.isthmus.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.testbed.Testbed;
import io.isthmus.southbound.api.v1.PathState;
import io.isthmus.southbound.api.v1.PathWindow;
import org.junit.jupiter.api.Test;

/** Probers of two and more edges, with real packets. */
class ProberIT {

  @Test
  void pathsAreMeasuredInBothDirections() {
    try (Testbed testbed = new Testbed(2);
        Probing two = new Probing(testbed.edge2(), Probing.mesh(2, 20, 1));
        Probing one = new Probing(testbed.edge1(), Probing.mesh(1, 20, 2))) {
      one.heard.await("2/wan0", PathState.PATH_STATE_UP);
      one.heard.await("2/wan1", PathState.PATH_STATE_UP);
      two.heard.await("1/wan1", PathState.PATH_STATE_UP);

      one.heard.await("windows", () -> one.heard.windows("2/wan0").size() >= 4);

      PathWindow window = one.heard.windows("2/wan0").get(3);
      assertThat(window.getSent()).isBetween(30, 60);
      assertThat(window.getRtt().getMeanMicros()).isBetween(1L, 5_000L);
      assertThat(window.getForward().getMeanMicros()).isBetween(1L, 5_000L);
      assertThat(window.getState()).isEqualTo(PathState.PATH_STATE_UP);
      assertThat(window.getLinkTxBps()).isPositive();
      assertThat(one.heard.changes()).hasSize(2);
    }
  }

  @Test
  void aDeadPathIsToldFromASilentEdge() throws Exception {
    try (Testbed testbed = new Testbed(2);
        Probing two = new Probing(testbed.edge2(), Probing.mesh(2, 100, 1));
        Probing one = new Probing(testbed.edge1(), Probing.mesh(1, 100, 2))) {
      one.heard.await("2/wan0", PathState.PATH_STATE_UP);
      one.heard.await("2/wan1", PathState.PATH_STATE_UP);
      Thread.sleep(500);

      testbed.underlay1().sh("ip link set p2 nomaster");
      one.heard.await("2/wan0", PathState.PATH_STATE_DOWN);
      testbed.underlay1().sh("ip link set p2 master br0");
      one.heard.await("2/wan0", PathState.PATH_STATE_UP);

      two.prober.close();
      one.heard.await("2/wan0", PathState.PATH_STATE_REMOTE_SILENT);
      one.heard.await("2/wan1", PathState.PATH_STATE_REMOTE_SILENT);
    }
  }
}
