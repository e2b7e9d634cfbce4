package io.isthmus.acceptance.docs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** All pages of the repository. */
final class Pages {
  static final Path HOME = Path.of("").toAbsolutePath().getParent();

  private static final Set<String> OUTSIDE =
      Set.of("target", "node_modules", ".git", ".cifuzz-corpus");

  /** These first; the others by name. */
  private static final List<String> FIRST = List.of("README.md", "docs/tutorial.md");

  private Pages() {}

  static List<Page> all() throws IOException {
    List<Page> pages = new ArrayList<>();
    for (Path file : files()) {
      pages.add(Page.read(HOME, file));
    }
    pages.sort(
        Comparator.comparing((Page page) -> !FIRST.contains(page.name()))
            .thenComparing(Page::name));
    return pages;
  }

  private static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        HOME,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            String name = directory.getFileName().toString();
            boolean isOutside =
                OUTSIDE.contains(name) || (name.startsWith(".") && !directory.equals(HOME));
            return isOutside ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }
}
