package io.isthmus.agent.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Commands as a person would type them. */
public final class Shell {

  private Shell() {}

  public record Result(int status, String output) {}

  /** Runs it and returns what it printed; fails where it fails. */
  public static String run(String... command) {
    Result result = attempt(command);
    if (result.status != 0) {
      throw new AssertionError(
          String.join(" ", command) + " ended with " + result.status + ": " + result.output);
    }
    return result.output;
  }

  public static Result attempt(String... command) {
    try {
      Process process = start(command);
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static Process start(String... command) throws IOException {
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** In a namespace, by a shell, so that the line reads as it is typed. */
  static String[] inNamespace(String namespace, String line) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("nsenter", "--net=/run/netns/" + namespace, "sh", "-c", line));
    return words.toArray(String[]::new);
  }
}
