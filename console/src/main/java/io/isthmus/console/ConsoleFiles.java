package io.isthmus.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * All files of the console by name, such as {@code kit/table.js}. Immutable.
 *
 * <p>The page names the others below a directory that is named after the content of them all, so
 * that browsers may keep them for ever and never mix those of two builds.
 */
final class ConsoleFiles {
  static final String PAGE = "index.html";

  private static final String ROOT = "io/isthmus/console/";
  private static final String BASE_IN_PAGE = "console/";
  private static final String PRELOADS_IN_PAGE = "<!-- preloads -->";
  private static final List<String> SERVED = List.of(".html", ".js", ".css", ".svg");

  private final SortedMap<String, ConsoleFile> byName;
  private final String version;
  private final ConsoleFile page;

  private ConsoleFiles(SortedMap<String, byte[]> contents) {
    SortedMap<String, ConsoleFile> files = new TreeMap<>();
    contents.forEach((name, bytes) -> files.put(name, new ConsoleFile(name, bytes)));
    this.byName = Collections.unmodifiableSortedMap(files);
    this.version = version(files);
    this.page = page(files, version);
  }

  static ConsoleFiles ofClassPath() {
    return new ConsoleFiles(readClassPath());
  }

  /** What the directory lacks, the libraries, is taken from the class path. */
  static ConsoleFiles of(Path directory) {
    SortedMap<String, byte[]> contents = readClassPath();
    contents.keySet().removeIf(name -> !name.startsWith("lib/"));
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.filter(ConsoleFiles::isServed).toList()) {
        contents.put(
            directory.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ConsoleFiles(contents);
  }

  SortedMap<String, ConsoleFile> byName() {
    return byName;
  }

  Optional<ConsoleFile> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All that is sent compressed, so that no request waits for it. */
  void compress() {
    Stream.concat(Stream.of(page), byName.values().stream())
        .filter(ConsoleFile::isWorthCompressing)
        .forEach(ConsoleFile::compressed);
  }

  /** Of the directory that the page finds everything in. */
  String version() {
    return version;
  }

  ConsoleFile page() {
    return page;
  }

  private static String version(SortedMap<String, ConsoleFile> files) {
    String hashes =
        files.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue().hash())
            .collect(Collectors.joining("\n"));
    return "v-" + ConsoleFile.hash(hashes.getBytes(StandardCharsets.UTF_8));
  }

  private static ConsoleFile page(SortedMap<String, ConsoleFile> files, String version) {
    ConsoleFile source = files.get(PAGE);
    if (source == null) {
      throw new IllegalStateException("the console has no " + PAGE);
    }
    String preloads =
        new Imports(files)
            .reachedFrom("app.js").stream()
                .map(name -> "<link rel=\"modulepreload\" href=\"console/%s\">".formatted(name))
                .collect(Collectors.joining("\n  "));
    String text =
        source
            .text()
            .replace(PRELOADS_IN_PAGE, preloads)
            .replace("\"" + BASE_IN_PAGE, "\"" + BASE_IN_PAGE + version + "/");
    return new ConsoleFile(PAGE, text.getBytes(StandardCharsets.UTF_8));
  }

  private static SortedMap<String, byte[]> readClassPath() {
    SortedMap<String, byte[]> contents = new TreeMap<>();
    try {
      ClassLoader loader = ConsoleFiles.class.getClassLoader();
      for (Resource resource :
          new PathMatchingResourcePatternResolver(loader)
              .getResources("classpath*:" + ROOT + "**/*.*")) {
        String url = resource.getURL().toString();
        String name = url.substring(url.lastIndexOf(ROOT) + ROOT.length());
        if (isServed(name)) {
          contents.put(name, resource.getContentAsByteArray());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contents;
  }

  private static boolean isServed(Path path) {
    return Files.isRegularFile(path) && isServed(path.getFileName().toString());
  }

  private static boolean isServed(String name) {
    return SERVED.stream().anyMatch(name::endsWith);
  }
}
