package io.isthmus.acceptance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** One page, followed from its top; where a step fails, the rest is not tried. */
final class Reading implements AutoCloseable {
  private static final long APPEARS_MS = 60_000;
  private static final long LOOK_MS = 200;

  private final Page page;
  private final Sandbox sandbox;
  private @Nullable Terminal terminal;
  private final Map<String, Path> others = new HashMap<>();
  private String printed = "";
  private boolean broken;

  Reading(Page page, Sandbox sandbox) {
    this.page = page;
    this.sandbox = sandbox;
  }

  boolean concerns(Block block) {
    return block.isRun()
        || block.isOutput()
        || block.outputOf().isPresent()
        || block.file().isPresent();
  }

  void follow(Block block) throws IOException, InterruptedException {
    Assumptions.assumeFalse(broken, "an earlier step of this page failed");
    broken = true;
    if (block.file().isPresent()) {
      Files.writeString(
          sandbox.root().resolve(block.file().get()), sandbox.asInTheSandbox(block.text()) + "\n");
    } else if (block.isOutput()) {
      compare(block, printed);
    } else if (block.outputOf().isPresent()) {
      await(block);
    } else if (block.otherTerminal().isPresent()) {
      others.put(block.otherTerminal().get(), terminal().open(block));
    } else {
      run(block);
    }
    broken = false;
  }

  private void run(Block block) throws IOException, InterruptedException {
    Terminal.Result result = terminal().run(block);
    printed = result.out();
    if (block.fails()) {
      assertThat(result.exitCode()).as(describe(block, result)).isNotZero();
    } else {
      assertThat(result.exitCode()).as(describe(block, result)).isZero();
    }
  }

  private void compare(Block block, String actual) {
    assertThat(new Expected(block.text()).matches(actual))
        .as("%s:%d shows%n%s%nand this came:%n%s", page.name(), block.line(), block.text(), actual)
        .isTrue();
  }

  private void await(Block block) throws IOException, InterruptedException {
    Path out = others.get(block.outputOf().orElseThrow());
    if (out == null) {
      throw new IllegalStateException(
          "%s:%d: there is no such terminal".formatted(page.name(), block.line()));
    }
    Expected expected = new Expected(block.text());
    long end = System.nanoTime() + APPEARS_MS * 1_000_000;
    while (!expected.matches(terminal().read(out)) && System.nanoTime() < end) {
      Thread.sleep(LOOK_MS);
    }
    compare(block, terminal().read(out));
  }

  private Terminal terminal() throws IOException {
    Terminal known = terminal;
    if (known == null) {
      known = new Terminal(sandbox, page.name());
      terminal = known;
    }
    return known;
  }

  private String describe(Block block, Terminal.Result result) {
    return "%s:%d%n%s%n--- printed%n%s--- errors%n%s"
        .formatted(page.name(), block.line(), block.text(), result.out(), result.err());
  }

  @Override
  public void close() throws InterruptedException {
    if (terminal != null) {
      terminal.close();
    }
  }
}
