package io.isthmus.agent.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.testbed.Testbed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two edges and what their hosts may expect of them. */
class OverlayIT {

  private Testbed testbed;

  @BeforeEach
  void connect() {
    testbed = new Testbed(2);
    testbed.edge1().apply(testbed.mesh(1, 2));
    testbed.edge2().apply(testbed.mesh(2, 2));
  }

  @AfterEach
  void close() {
    testbed.close();
  }

  @Test
  void hostsReachEachOtherInBothFamilies() {
    assertThat(testbed.edge1().host().reaches("10.2.0.2")).isTrue();
    assertThat(testbed.edge1().host().reaches("fd00:0:0:2::2")).isTrue();
  }
}
