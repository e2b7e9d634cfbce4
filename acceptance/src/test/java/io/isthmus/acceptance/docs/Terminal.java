package io.isthmus.acceptance.docs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One shell for a whole page, as a reader has it: what one block sets, the next one finds. Beside
 * it, the other terminals that the page asks for.
 */
final class Terminal implements AutoCloseable {
  private static final long SECONDS = 300;

  /**
   * A block is sourced, so that its variables stay; where it fails, the shell ends with its code.
   */
  private static final String LOOP =
      """
      exec 3>&1 4<&0 </dev/null
      set -o pipefail
      while IFS= read -r -u 4 mode && IFS= read -r -u 4 block; do
        case $mode in stop) set -e ;; go) set +e ;; esac
        . "$block" >"$block.out" 2>"$block.err"
        echo "$?" >&3
      done
      """;

  private final Sandbox sandbox;
  private final Path directory;
  private final Process shell;
  private final Writer in;
  private final BufferedReader answers;
  private final List<Process> others = new ArrayList<>();
  private int count;

  Terminal(Sandbox sandbox, String page) throws IOException {
    this.sandbox = sandbox;
    this.directory = Files.createDirectories(sandbox.notes().resolve(page.replace('/', '_')));
    this.shell =
        sandbox
            .process("bash", "-c", LOOP)
            .redirectError(directory.resolve("shell.err").toFile())
            .start();
    this.in = shell.outputWriter(StandardCharsets.UTF_8);
    this.answers = shell.inputReader(StandardCharsets.UTF_8);
  }

  /** What commands came to. */
  record Result(int exitCode, String out, String err) {}

  Result run(Block block) throws IOException, InterruptedException {
    Path file = write(block);
    // Without a newline at the end, `read` would miss the last line.
    in.write((block.fails() ? "go" : "stop") + "\n" + file + "\n");
    in.flush();
    int exitCode = exitCode(block);
    return new Result(
        exitCode, read(file.resolveSibling(file.getFileName() + ".out")), read(err(file)));
  }

  /** The file into which the other terminal prints. */
  Path open(Block block) throws IOException {
    Path file = write(block);
    Path out = file.resolveSibling(file.getFileName() + ".out");
    others.add(
        sandbox
            .process("bash", file.toString())
            .redirectOutput(out.toFile())
            .redirectError(err(file).toFile())
            .start());
    return out;
  }

  String read(Path file) {
    try {
      return Files.exists(file) ? sandbox.asOnThePage(Files.readString(file)) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    others.forEach(Terminal::end);
    end(shell);
  }

  private static void end(Process process) {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroy);
    for (ProcessHandle one : all) {
      one.onExit().completeOnTimeout(one, 30, TimeUnit.SECONDS).join();
      one.destroyForcibly();
    }
  }

  private Path write(Block block) throws IOException {
    count++;
    return Files.writeString(
        directory.resolve("%02d-line-%d".formatted(count, block.line())),
        sandbox.asInTheSandbox(block.text()) + "\n");
  }

  private static Path err(Path file) {
    return file.resolveSibling(file.getFileName() + ".err");
  }

  private int exitCode(Block block) throws InterruptedException {
    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(() -> {
          try {
            return String.valueOf(answers.readLine());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    try {
      String line = answer.get(SECONDS, TimeUnit.SECONDS);
      return line.equals("null") ? shell.waitFor() : Integer.parseInt(line);
    } catch (TimeoutException e) {
      throw new AssertionError(
          "line %d has not ended after %d s:%n%s".formatted(block.line(), SECONDS, block.text()),
          e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
