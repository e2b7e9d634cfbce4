package io.isthmus.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that asks the controller. Its output is read by one thread. */
final class Program implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final BufferedReader output;
  private final List<String> lines = new ArrayList<>();

  private Program(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  static Program start(Map<String, String> environment, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder
        .environment()
        .put("PYTHONPATH", Path.of("target", "python").toAbsolutePath().toString());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    return new Program(builder.start());
  }

  /** Skips the test where a program that it needs is not installed. */
  static void require(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      assumeThat(process.waitFor()).as(String.join(" ", command)).isZero();
    } catch (IOException e) {
      assumeThat(false).as("%s is not installed", command[0]).isTrue();
    }
  }

  static void requirePython() throws InterruptedException {
    require("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 10))");
  }

  /** Reads until a line holds the text. */
  String awaitLine(String text) throws IOException {
    String line = output.readLine();
    while (line != null) {
      lines.add(line);
      if (line.contains(text)) {
        return line;
      }
      line = output.readLine();
    }
    throw new AssertionError("'%s' was not said, but %s".formatted(text, lines));
  }

  void awaitSuccess() throws Exception {
    output.lines().forEach(lines::add);
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
