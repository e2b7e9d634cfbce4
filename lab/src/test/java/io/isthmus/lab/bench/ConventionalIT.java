package io.isthmus.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.lab.Root;
import io.isthmus.lab.kernel.Namespace;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConventionalIT {
  @BeforeEach
  void needsRoot() throws IOException {
    Root.assume();
  }

  @Test
  void overlaysOfADeviceEachAnswerPings() throws IOException {
    OverlaysRow row = Conventional.measure(5);

    assertThat(row.lastPingMs()).isGreaterThanOrEqualTo(row.acknowledgedMs());
    assertThat(row.allPingMs()).isGreaterThanOrEqualTo(row.lastPingMs());
    assertThat(Namespace.list(name -> name.startsWith("isthmus-conv-"))).isEmpty();
  }
}
