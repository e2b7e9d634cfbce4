package io.isthmus.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogTest {
  private final PrintStream before = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @BeforeEach
  void capture() {
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(before);
    Log.format(Log.Format.TEXT);
    Log.carries(0);
    Log.done();
  }

  @Test
  void aLineOfJsonSaysWhoseItIsAndWhatItIsAbout() {
    Log.format(Log.Format.JSON);
    Log.speakFor("default", "edge-nice", "0.1");
    Log.carries(6);

    Log.info("quiet");
    Log.works(7, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    Log.warn("refused: \"eth0\"\nis not there");
    Log.done();
    Log.info("quiet again");

    String[] lines = text().split("\n");
    assertThat(lines).hasSize(3);
    assertThat(lines[0])
        .startsWith("{\"@timestamp\":\"20")
        .endsWith("}")
        .contains("\"log.level\":\"INFO\"", "\"message\":\"quiet\"", "\"ecs.version\":\"8.11\"")
        .contains("\"isthmus.tenant\":\"default\"", "\"isthmus.edge\":\"edge-nice\"")
        .contains("\"service.name\":\"isthmus-edge\"", "\"service.version\":\"0.1\"")
        .contains("\"isthmus.revision\":6")
        .doesNotContain("trace.id");
    assertThat(lines[1])
        .contains("\"log.level\":\"WARN\"", "refused: \\\"eth0\\\"\\u000ais not there")
        .contains("\"isthmus.revision\":7")
        .contains("\"trace.id\":\"4bf92f3577b34da6a3ce929d0e0e4736\"")
        .contains("\"span.id\":\"00f067aa0ba902b7\"");
    assertThat(lines[2]).contains("\"isthmus.revision\":6").doesNotContain("trace.id");
  }

  @Test
  void whatIsNoTraceIsNotTold() {
    Log.format(Log.Format.JSON);

    Log.works(7, "");
    Log.info("applied");

    assertThat(text()).contains("\"isthmus.revision\":7").doesNotContain("trace.id");
  }

  @Test
  void aLineForPeopleIsOneLine() {
    Log.warn("one\ntwo");

    assertThat(text()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}\\.\\d{3} WARN one two\n");
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
