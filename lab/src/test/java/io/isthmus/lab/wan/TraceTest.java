package io.isthmus.lab.wan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {
  @TempDir private Path directory;

  @Test
  void eachDirectionTakesHalfOfTheRoundTrip() throws IOException {
    Trace trace = read("t_ms,rtt_ms,jitter_ms,loss_pct,rate_mbps,seg\n0,40,6,19,2.5,0\n");

    Impairment impairment = trace.rows().getFirst().impairment();
    assertThat(impairment.delayMs()).isEqualTo(20);
    assertThat(impairment.jitterMs()).isEqualTo(3);
    assertThat(impairment.lossPct()).isCloseTo(10, Offset.offset(1e-9));
    assertThat(impairment.rateBps()).isEqualTo(2.5e6);
  }

  @Test
  void aSecondInWhichNothingWasAnsweredIsAnOutage() throws IOException {
    Trace trace = read("t_ms,rtt_ms,jitter_ms,loss_pct,rate_mbps,seg\n0,,,100.0,,0\n");

    assertThat(trace.rows().getFirst().impairment().outage()).isTrue();
  }

  @Test
  void whatWasNotMeasuredIsLeftAlone() throws IOException {
    Trace trace = read("t_ms,rtt_ms\n0,30\n1000,32\n");

    assertThat(trace.rows()).hasSize(2);
    assertThat(trace.rows().getFirst().impairment().describe()).isEqualTo("delay 15 ms");
  }

  @Test
  void otherFilesAreRefusedWithTheLine() {
    assertThatThrownBy(() -> read("a,b\n1,2\n")).hasMessageContaining("t_ms");
    assertThatThrownBy(() -> read("t_ms,rtt_ms\n0,1\n0,x\n")).hasMessageContaining("line 3");
  }

  private Trace read(String text) throws IOException {
    Path file = directory.resolve("trace.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return Trace.read(file);
  }
}
