package io.isthmus.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabCommandTest {
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @Test
  void withoutACommandTheUsageIsShown() {
    int code = run();

    assertThat(code).isEqualTo(2);
    assertThat(errors.toString(StandardCharsets.UTF_8)).contains("up", "demo", "down");
  }

  @Test
  void aFailureIsOneLineAndNoStackTrace(@TempDir Path directory) {
    int code = run("demo", "--name", "No Good", "--state-dir", directory.toString());

    assertThat(code).isEqualTo(1);
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .startsWith("isthmus lab: ")
        .doesNotContain("Exception");
  }

  private int run(String... arguments) {
    return LabCommand.run(arguments, new PrintStream(errors, true, StandardCharsets.UTF_8));
  }
}
