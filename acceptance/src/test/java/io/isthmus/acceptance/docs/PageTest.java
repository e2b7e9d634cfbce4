package io.isthmus.acceptance.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
  @Test
  void blocksHaveTheirLanguageWordsAndLine() {
    Page page =
        Page.parse(
            "a.md",
            """
            Do this:
            ```sh
            echo hello
            ```
            ```text output
            hello
            ```
            <!-- sh
            echo hidden
            -->
            1. In a list:
               ```sh
               # elsewhere: on the edge
               edge run
               ```
            """);

    assertThat(page.blocks())
        .containsExactly(
            new Block(3, "sh", List.of(), "echo hello", false),
            new Block(6, "text", List.of("output"), "hello", false),
            new Block(9, "sh", List.of(), "echo hidden", true),
            new Block(13, "sh", List.of(), "# elsewhere: on the edge\nedge run", false));
    assertThat(page.blocks().getLast().elsewhere()).hasValue("on the edge");
    assertThat(page.blocks().getLast().isRun()).isFalse();
  }

  @Test
  void aBlockWithoutAnEndIsAnError() {
    assertThatThrownBy(() -> Page.parse("a.md", "```sh\necho hello\n"))
        .hasMessage("a.md:1: this block has no end");
  }
}
