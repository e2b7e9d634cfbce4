package io.isthmus.cli.context;

import io.isthmus.cli.Invocation;
import io.isthmus.cli.rest.Refused;
import io.isthmus.cli.show.Documents;
import io.isthmus.cli.show.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file with the contexts: {@code ISTHMUS_CONFIG}, or {@code isthmus/config.yaml} below {@code
 * XDG_CONFIG_HOME} or {@code ~/.config}. It may hold tokens, so it is its owner's alone: one that
 * others can read is refused.
 */
public final class ContextFile {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNERS_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  private final Path file;

  public ContextFile(Invocation invocation) {
    this.file =
        invocation
            .find("ISTHMUS_CONFIG")
            .map(Path::of)
            .orElseGet(() ->
                invocation
                    .find("XDG_CONFIG_HOME")
                    .map(Path::of)
                    .orElseGet(() -> Path.of(invocation.home(), ".config"))
                    .resolve("isthmus")
                    .resolve("config.yaml"));
  }

  /** What is in it. */
  public record Contents(Optional<String> current, Map<String, Context> contexts) {
    /** Of the name given, or the current one, or none. */
    public Context choose(@Nullable String name) {
      Optional<String> chosen = Optional.ofNullable(name).or(() -> current);
      if (chosen.isEmpty()) {
        return Context.NONE;
      }
      Context found = contexts.get(chosen.get());
      if (found == null) {
        throw new Refused(
            "there is no context '%s': isthmus context list shows those that there are"
                .formatted(chosen.get()));
      }
      return found;
    }
  }

  public Contents read() {
    if (!Files.exists(file)) {
      return new Contents(Optional.empty(), Map.of());
    }
    try {
      requirePrivate();
      JsonNode document = Documents.readYaml(Files.readString(file));
      Map<String, Context> contexts = new LinkedHashMap<>();
      document
          .path("contexts")
          .properties()
          .forEach(entry -> contexts.put(entry.getKey(), context(entry.getValue())));
      return new Contents(text(document, "current"), contexts);
    } catch (IOException | JacksonException e) {
      throw new Refused("%s cannot be read as YAML: %s".formatted(file, e.getMessage()));
    }
  }

  /** As a whole or not at all. */
  public void write(Contents contents) {
    ObjectNode document = JsonMapper.shared().createObjectNode();
    contents.current().ifPresent(name -> document.put("current", name));
    ObjectNode contexts = document.putObject("contexts");
    contents.contexts().forEach((name, context) -> describe(contexts.putObject(name), context));
    try {
      Path directory = file.toAbsolutePath().getParent();
      if (directory != null && !Files.exists(directory)) {
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNERS_DIRECTORY));
      }
      Path written = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(written);
      Files.createFile(written, PosixFilePermissions.asFileAttribute(OWNER));
      Files.writeString(written, Documents.text(document, Form.YAML) + "\n");
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new Refused("%s cannot be written: %s".formatted(file, e));
    }
  }

  private void requirePrivate() throws IOException {
    if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
      throw new Refused(
          "%s can be read by others, and may hold tokens: chmod 600 %s".formatted(file, file));
    }
  }

  private static Context context(JsonNode node) {
    return new Context(
        text(node, "url").orElse(null),
        text(node, "tenant").orElse(null),
        text(node, "token").orElse(null),
        text(node, "tokenFile").orElse(null),
        text(node, "caFile").orElse(null));
  }

  private static void describe(ObjectNode node, Context context) {
    put(node, "url", context.url());
    put(node, "tenant", context.tenant());
    put(node, "token", context.token());
    put(node, "tokenFile", context.tokenFile());
    put(node, "caFile", context.caFile());
  }

  private static void put(ObjectNode node, String field, @Nullable String value) {
    if (value != null) {
      node.put(field, value);
    }
  }

  private static Optional<String> text(JsonNode node, String field) {
    return Optional.of(node.path(field).asString("")).filter(value -> !value.isBlank());
  }
}
