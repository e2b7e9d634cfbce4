package io.isthmus.lab.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.lab.LabFailure;
import io.isthmus.selection.predict.Model;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {
  private static final String HEADER = "t_ms,rtt_ms,jitter_ms,loss_pct,rate_mbps,seg\n";

  @TempDir Path folder;

  @Test
  void aTraceIsRead() throws IOException {
    write("link", HEADER + "0,20.5,1,0,,0\n1000,,,100,,0\n");

    Trace trace = new TraceFolder(folder).load("link");

    assertThat(trace.rttMillis()).containsExactly(20.5, Double.NaN);
    assertThat(trace.lossPct()).containsExactly(0, 100);
    assertThat(trace.rateMbps()).containsOnly(Double.NaN);
  }

  @Test
  void aWholeOperatorIsJoinedInNameOrder() throws IOException {
    write("cell3_2b_op", HEADER + "0,2,0,0,,0\n");
    write("cell3_2a_op", HEADER + "0,1,0,0,,0\n");

    assertThat(new TraceFolder(folder).load("cell3_all_op").rttMillis()).containsExactly(1, 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "t_ms,rtt_ms | line 1: the header is",
        "t_ms,rtt_ms,jitter_ms,loss_pct,rate_mbps,seg | there is no row",
        "H0,1,2 | line 2: 3 columns",
        "H0,one,0,0,,0 | line 2: 'one' is no number",
        "H0,-1,0,0,,0 | line 2: '-1' is no measurement",
        "H0,NaN,0,0,,0 | line 2: 'NaN' is no measurement",
        "H0,1,0,101,,0 | line 2: a loss of 101.0 %",
        "H1000,1,0,0,,0;1000,1,0,0,,0 | line 3: t_ms 1000.0 does not follow 1000.0",
      })
  void aMalformedTraceIsRefusedByLine(String text, String why) throws IOException {
    write("bad", text.replace("H", HEADER).replace(';', '\n'));

    assertThatThrownBy(() -> new TraceFolder(folder).load("bad"))
        .isInstanceOf(LabFailure.class)
        .hasMessageContaining("bad.csv.gz")
        .hasMessageContaining(why);
  }

  @Test
  void whatIsNotCompressedIsRefused() throws IOException {
    Files.writeString(folder.resolve("plain.csv.gz"), HEADER);

    assertThatThrownBy(() -> new TraceFolder(folder).load("plain")).isInstanceOf(LabFailure.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gone", "cell3_all_gone", "../etc/passwd"})
  void aMissingTraceIsNamed(String name) {
    assertThatThrownBy(() -> new TraceFolder(folder).load(name))
        .isInstanceOf(LabFailure.class)
        .hasMessageContaining(name);
  }

  @Test
  void aMissingFolderIsNamed() {
    assertThatThrownBy(() -> new TraceFolder(folder.resolve("gone")))
        .isInstanceOf(LabFailure.class)
        .hasMessageContaining("gone is no folder");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[ | is no JSON",
        "{} | no list with at least one scenario",
        "[] | no list with at least one scenario",
        "[{}] | scenario 1 has no text 'name'",
        "[{'name':'a','family':'f','paths':[]}] | a has no list of 2 to 16 paths",
        "[{'name':'a','family':'f','paths':[{'trace':'x'},{}]}] | a has no text 'trace'",
        "[{'name':'a','family':'f','paths':[{'trace':'x','offsetSeconds':-1},{'trace':'x'}]}] | offsetSeconds -1",
        "[{'name':'a','family':'f','seconds':0.5,'paths':[{'trace':'x'},{'trace':'x'}]}] | seconds 0.5",
        "[{'name':'a','family':'f','paths':[{'trace':'x'},{'trace':'x'}]},{'name':'a','family':'f','paths':[{'trace':'x'},{'trace':'x'}]}] | two scenarios a",
      })
  void aMalformedScenarioIsRefusedByField(String text, String why) throws IOException {
    Path file = folder.resolve("scenarios.json");
    Files.writeString(file, text.replace('\'', '"'));

    assertThatThrownBy(() -> ScenarioFile.read(file))
        .isInstanceOf(LabFailure.class)
        .hasMessageContaining("scenarios.json")
        .hasMessageContaining(why);
  }

  @Test
  void aScenarioWithNothingLeftIsRefused() throws IOException {
    write("short", HEADER + "0,1,0,0,,0\n");
    Path file = folder.resolve("scenarios.json");
    Files.writeString(
        file,
        """
        [{"name": "a", "family": "f", "seconds": null,
          "paths": [{"trace": "short", "offsetSeconds": 1}, {"trace": "short"}]}]
        """);

    assertThatThrownBy(() -> Cells.of(ScenarioFile.read(file), new TraceFolder(folder)))
        .isInstanceOf(LabFailure.class)
        .hasMessageContaining("scenario a is empty");
  }

  @Test
  void anUnknownSelectorIsRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> Contenders.named("fastest", Model.shipped()))
        .isInstanceOf(LabFailure.class)
        .hasMessageContaining("'fastest'")
        .hasMessageContaining("enhanced-aar");
  }

  private void write(String name, String text) throws IOException {
    try (OutputStream file =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve(name + ".csv.gz")))) {
      file.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
