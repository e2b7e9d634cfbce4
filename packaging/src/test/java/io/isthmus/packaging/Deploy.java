package io.isthmus.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The files that are checked, found from this module's directory. */
final class Deploy {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final YAMLMapper YAML = new YAMLMapper();

  private Deploy() {}

  static Path file(String name) {
    return ROOT.resolve(name);
  }

  static String read(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode yaml(String name) {
    try {
      return YAML.readTree(read(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The environment variables by which the controller's documented settings can be given. */
  static Set<String> settingsAsEnvironment() {
    Set<String> names = new TreeSet<>();
    collect("", yaml("controller-app/src/main/resources/application.yaml"), names);
    return names;
  }

  private static void collect(String prefix, JsonNode node, Set<String> into) {
    if (!node.isObject()) {
      into.add(environment(prefix));
      return;
    }
    Iterator<Map.Entry<String, JsonNode>> fields = node.properties().iterator();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      String name = prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey();
      collect(name, field.getValue(), into);
    }
  }

  /** As Spring Boot maps a property to a variable. */
  static String environment(String property) {
    return property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
