package io.isthmus.console;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which modules import which, as far as their text says so: what a browser would find out later.
 */
final class Imports {
  /** {@code import … from './x.js'}, {@code export … from './x.js'}, {@code import './x.js'}. */
  private static final Pattern STATIC =
      Pattern.compile(
          "(?:^|[;\\s}])(?:import|export)\\s*(?:[\\w$*{},\\s]*?from\\s*)?[\"']([^\"'\\s]+)[\"']");

  private static final Pattern DYNAMIC =
      Pattern.compile("\\bimport\\s*\\(\\s*[\"']([^\"'\\s]+)[\"']\\s*\\)");

  private final Map<String, ConsoleFile> files;

  Imports(Map<String, ConsoleFile> files) {
    this.files = files;
  }

  /** All modules that are loaded when this one is, itself included. */
  SortedSet<String> reachedFrom(String name) {
    SortedSet<String> reached = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>();
    open.add(name);
    while (!open.isEmpty()) {
      String next = open.remove();
      if (files.containsKey(next) && reached.add(next)) {
        open.addAll(ofModule(next));
      }
    }
    return reached;
  }

  /** Names of the modules that are loaded with this one. */
  SortedSet<String> ofModule(String name) {
    return found(name, STATIC);
  }

  /** Names of the modules that this one loads when it wants them. */
  SortedSet<String> later(String name) {
    return found(name, DYNAMIC);
  }

  private SortedSet<String> found(String name, Pattern pattern) {
    SortedSet<String> names = new TreeSet<>();
    String text = Optional.ofNullable(files.get(name)).map(ConsoleFile::text).orElse("");
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      names.add(resolved(name, matcher.group(1)));
    }
    return names;
  }

  private static String resolved(String name, String reference) {
    Path resolved = Path.of(name).resolveSibling(reference).normalize();
    return resolved.toString().replace('\\', '/');
  }
}
