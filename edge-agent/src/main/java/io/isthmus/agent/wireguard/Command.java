package io.isthmus.agent.wireguard;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Programs, run in the calling thread's network namespace with an environment of their own. Secrets
 * go by standard input, never as arguments, which all may read.
 */
final class Command {

  /**
   * Where distributions put {@code wg} and {@code wireguard-go}, beside what the agent was given.
   */
  static final String PATH =
      Optional.ofNullable(System.getenv("PATH")).map(path -> path + ":").orElse("")
          + "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final int TIMEOUT_SECONDS = 10;

  private Command() {}

  /** What it printed. */
  static String run(String input, List<String> words) throws IOException {
    ProcessBuilder builder = builder(words, Map.of()).redirectErrorStream(true);
    return awaited(builder.start(), input, words);
  }

  /** Leaves a process behind, in a session of its own, that writes to the file. */
  static void launch(List<String> words, Map<String, String> environment, Path log)
      throws IOException {
    ProcessBuilder builder =
        builder(words, environment)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    awaited(builder.start(), "", words);
  }

  private static ProcessBuilder builder(List<String> words, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(words).directory(Path.of("/").toFile());
    builder.environment().clear();
    builder.environment().put("PATH", PATH);
    builder.environment().putAll(environment);
    return builder;
  }

  private static String awaited(Process process, String input, List<String> words)
      throws IOException {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended without reading: what it says of that is more than this.
    }
    try {
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(words.getFirst() + " does not end");
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            String.join(" ", words) + " ended with " + process.exitValue() + ": " + text.strip());
      }
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + words.getFirst() + " ran", e);
    }
  }
}
