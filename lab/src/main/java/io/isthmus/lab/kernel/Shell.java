package io.isthmus.lab.kernel;

import io.isthmus.lab.LabFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Runs the system's own commands to their end. Safe for any thread. */
public final class Shell {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LONG_LIMIT = Duration.ofMinutes(30);
  private static final Executor READERS = task -> Thread.ofVirtual().start(task);

  private Shell() {}

  /** What a command came to. */
  public record Output(List<String> command, int exitCode, String out, String err) {
    public boolean ok() {
      return exitCode == 0;
    }

    /** What it printed, or a failure with its own words. */
    public String orFail() {
      if (!ok()) {
        throw new LabFailure(
            "`%s` failed with %d: %s"
                .formatted(String.join(" ", command), exitCode, (err + out).strip()));
      }
      return out;
    }
  }

  public static Output run(String... command) {
    return run(List.of(command), "");
  }

  public static Output run(List<String> command, String input) {
    return run(new ProcessBuilder(command), input, LIMIT);
  }

  /** The same with its errors on our own standard error, and as much time as it takes. */
  public static Output runVisibly(String... command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    return run(builder, "", LONG_LIMIT);
  }

  private static Output run(ProcessBuilder builder, String input, Duration limit) {
    String command = String.join(" ", builder.command());
    try {
      Process process = builder.start();
      CompletableFuture<String> out = read(process.getInputStream());
      CompletableFuture<String> err = read(process.getErrorStream());
      feed(process, input);
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new LabFailure("`%s` has not ended after %d s".formatted(command, limit.toSeconds()));
      }
      return new Output(builder.command(), process.exitValue(), out.join(), err.join());
    } catch (IOException e) {
      throw new LabFailure("cannot run `%s`: %s".formatted(command, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("interrupted while running `" + command + "`", e);
    }
  }

  private static void feed(Process process, String input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The command ended without reading all of it; its exit code says why.
    }
  }

  private static CompletableFuture<String> read(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        READERS);
  }
}
