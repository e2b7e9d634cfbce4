package io.isthmus.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.testbed.Shell;
import io.isthmus.agent.testbed.Testbed;
import io.isthmus.southbound.api.v1.PathState;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others read in our packets. */
class CaptureIT {

  @TempDir private Path directory;

  @Test
  void packetsAreTwampTestPacketsWithoutAWarning() throws Exception {
    Assumptions.assumeTrue(
        Shell.attempt("sh", "-c", "command -v tshark").status() == 0, "tshark is not installed");
    Path file = directory.resolve("stamp.pcap");
    try (Testbed testbed = new Testbed(2)) {
      Process capture =
          testbed
              .underlay1()
              .start(
                  "exec tshark -q -i br0 -f 'udp port 862' -c 40 -a duration:50 -F pcap -w "
                      + file);
      try (Probing two = new Probing(testbed.edge2(), Probing.mesh(2, 50, 1));
          Probing one = new Probing(testbed.edge1(), Probing.mesh(1, 50, 2))) {
        one.heard.await("2/wan0", PathState.PATH_STATE_UP);
        two.heard.await("1/wan0", PathState.PATH_STATE_UP);
        assertThat(capture.waitFor(60, TimeUnit.SECONDS)).isTrue();
      }
    }

    String decode = "tshark -r " + file + " -d udp.port==862,twamp.test ";
    String fields =
        Shell.run(
            "sh",
            "-c",
            decode
                + "-T fields -e frame.protocols -e udp.dstport -e udp.length -e twamp.test.seq_number"
                + " -e twamp.test.sender_ttl -e _ws.expert.message -e _ws.malformed 2>/dev/null");
    String[] lines = fields.lines().toArray(String[]::new);
    assertThat(lines).hasSizeGreaterThan(20);
    assertThat(lines)
        .allSatisfy(line -> {
          String[] columns = line.split("\t", -1);
          assertThat(columns[0]).endsWith("udp:twamp.test");
          assertThat(columns[2]).isEqualTo("52");
          assertThat(columns[3]).isNotEmpty();
          assertThat(columns[5]).as("warnings in %s", line).isEmpty();
          assertThat(columns[6]).isEmpty();
        });
    assertThat(lines).anyMatch(l -> l.split("\t", -1)[4].equals("255"));
  }
}
