package io.isthmus.lab.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcFsTest {

  @Test
  void cpuTimeIsReadBehindANameWithBlanksAndParentheses() {
    String stat = "42 (a (b) c) S 1 42 42 0 -1 4194560 100 0 0 0 150 50 25 25 20 0 1 0 1000 0 0";

    assertThat(ProcFs.parseCpuSeconds(stat)).isEqualTo(2.5);
  }

  @Test
  void aCounterIsFoundByLabelAndName() {
    List<String> snmp =
        List.of("Ip: Forwarding", "Ip: 1", "Tcp: RtoMin InErrs RetransSegs", "Tcp: 200 0 17");

    assertThat(ProcFs.counter(snmp, "Tcp:", "RetransSegs")).isEqualTo(17);
  }

  @Test
  void memoryIsGivenInBytes() {
    assertThat(ProcFs.kibibytes(List.of("MemTotal: 9 kB", "Slab:   12 kB"), "Slab:"))
        .hasValue(12_288);
    assertThat(ProcFs.kibibytes(List.of(), "Slab:")).isEmpty();
  }

  @Test
  void thisProcessHasMemoryAndCpuTime() {
    long self = ProcessHandle.current().pid();

    assertThat(ProcFs.rssBytes(self).orElseThrow()).isPositive();
    assertThat(ProcFs.cpuSeconds(self)).isPositive();
    assertThat(ProcFs.rssBytes(-1)).isEmpty();
  }
}
