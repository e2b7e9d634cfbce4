package io.isthmus.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The systemd units, by systemd itself where it is installed. */
class UnitsTest {
  private static final Pattern EXPOSURE = Pattern.compile("exposure level for .*: ([0-9.]+)");

  @TempDir private Path directory;

  /** The programs that a unit starts are not on this machine: they become one that is. */
  private Path unit(String name) throws IOException {
    String text =
        Deploy.read("deploy/systemd/" + name)
            .replace("/usr/bin/isthmus-edge", "/bin/true")
            .replace("/opt/isthmus/runtime/bin/java", "/bin/true")
            .replace("Documentation=man:isthmus-edge(8)\n", "")
            .replace("User=isthmus\nGroup=isthmus\n", "User=daemon\n");
    return Files.writeString(directory.resolve(name), text);
  }

  private static void requireSystemd() {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/systemd-analyze")),
        "systemd-analyze is not installed (Debian: systemd)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"isthmus-edge.service", "isthmus-edge.path", "isthmus-controller.service"})
  void systemdFindsNothingWrong(String name) throws Exception {
    requireSystemd();
    unit("isthmus-edge.service");

    Outcome outcome =
        Outcome.of(
            "systemd-analyze",
            "verify",
            "--man=no",
            "--recursive-errors=no",
            unit(name).toString());

    assertThat(outcome.text()).isBlank();
    assertThat(outcome.status()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"isthmus-edge.service, 5.5", "isthmus-controller.service, 2.5"})
  void littleIsExposed(String name, double most) throws Exception {
    requireSystemd();

    Outcome outcome =
        Outcome.of(
            "systemd-analyze", "security", "--no-pager", "--offline=true", unit(name).toString());

    Matcher exposure = EXPOSURE.matcher(outcome.text());
    assertThat(exposure.find()).as(outcome.text()).isTrue();
    assertThat(Double.parseDouble(exposure.group(1))).isLessThanOrEqualTo(most);
  }

  /**
   * One definition of how the agent is started would be better; two that are held together will do.
   */
  @Test
  void theAgentsOptionsAreThoseOfTheScriptInTheRepository() {
    List<String> packaged = options(Deploy.read("deploy/isthmus-edge"));
    String script = Deploy.read("isthmus");
    int begin = script.indexOf("command+=(-XX:+UseSerialGC -Xms8m");

    List<String> own = options(script.substring(begin, script.indexOf(";;", begin)));

    assertThat(own).isNotEmpty();
    assertThat(packaged).containsAll(own);
  }

  private static List<String> options(String text) {
    return Arrays.stream(text.split("[\\s()\\\\]+"))
        .filter(word -> word.startsWith("-X") || word.startsWith("-D"))
        .toList();
  }
}
