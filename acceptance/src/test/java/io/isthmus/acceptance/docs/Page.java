package io.isthmus.acceptance.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of Markdown, as far as commands are concerned.
 *
 * @param name relative to the repository
 */
record Page(String name, List<Block> blocks, String prose) {
  private static final Pattern FENCE = Pattern.compile("(\\s*)(```+|~~~+)(.*)");
  private static final String HIDDEN = "<!-- sh";

  Page {
    blocks = List.copyOf(blocks);
  }

  static Page read(Path home, Path file) throws IOException {
    return parse(home.relativize(file).toString(), Files.readString(file));
  }

  static Page parse(String name, String markdown) {
    List<Block> blocks = new ArrayList<>();
    StringBuilder prose = new StringBuilder();
    List<String> lines = markdown.lines().toList();
    int at = 0;
    while (at < lines.size()) {
      String line = lines.get(at);
      Matcher fence = FENCE.matcher(line);
      if (fence.matches()) {
        int end = find(lines, at + 1, fence.group(2), name);
        blocks.add(
            block(at + 2, fence.group(3), lines.subList(at + 1, end), fence.group(1), false));
        at = end + 1;
      } else if (line.strip().startsWith(HIDDEN)) {
        int end = find(lines, at + 1, "-->", name);
        String info = line.strip().substring(HIDDEN.length());
        blocks.add(block(at + 2, "sh " + info, lines.subList(at + 1, end), "", true));
        at = end + 1;
      } else {
        prose.append(line).append('\n');
        at++;
      }
    }
    return new Page(name, blocks, prose.toString());
  }

  boolean runsCommands() {
    return blocks.stream().anyMatch(Block::isRun);
  }

  private static int find(List<String> lines, int from, String end, String name) {
    for (int i = from; i < lines.size(); i++) {
      if (lines.get(i).strip().equals(end)) {
        return i;
      }
    }
    throw new IllegalArgumentException("%s:%d: this block has no end".formatted(name, from));
  }

  private static Block block(
      int line, String info, List<String> lines, String indent, boolean hidden) {
    List<String> words = Arrays.stream(info.strip().split("\\s+")).toList();
    String text =
        String.join(
            "\n",
            lines.stream()
                .map(text1 -> text1.startsWith(indent) ? text1.substring(indent.length()) : text1)
                .toList());
    return new Block(line, words.getFirst(), words.subList(1, words.size()), text, hidden);
  }
}
