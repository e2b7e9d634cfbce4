package io.isthmus.cli;

import io.isthmus.cli.rest.Answer;
import io.isthmus.cli.rest.Controller;
import io.isthmus.cli.rest.Refused;
import io.isthmus.cli.rest.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** A document, and what becomes of what it does not name. */
final class IntentOptions {
  private final Invocation invocation;
  private @Nullable String text;

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "The document, YAML or JSON; - for the standard input.")
  private @Nullable String file;

  @ArgGroup private @Nullable Mode mode;

  /** At most one of them. */
  static final class Mode {
    @Option(names = "--merge", description = "What the document does not name stays (the default).")
    private boolean merge;

    @Option(
        names = "--replace",
        description = "The document is the whole network: what it does not name is removed.")
    private boolean replace;
  }

  IntentOptions(Invocation invocation) {
    this.invocation = invocation;
  }

  boolean replaces() {
    return mode != null && mode.replace;
  }

  Answer plan(Controller controller) {
    return send(controller, "plan");
  }

  Answer apply(Controller controller) {
    return send(controller, "apply");
  }

  private Answer send(Controller controller, String verb) {
    String path =
        controller.path("intent:%s?mode=%s".formatted(verb, replaces() ? "REPLACE" : "MERGE"));
    // JSON is YAML, too, and its own type gives better messages.
    String type =
        String.valueOf(file).toLowerCase(Locale.ROOT).endsWith(".json")
            ? "application/json"
            : "application/yaml";
    return controller.send(Request.post(path, type, text()));
  }

  private String text() {
    if (text == null) {
      text = read(String.valueOf(file));
    }
    return text;
  }

  private String read(String name) {
    try {
      return name.equals("-")
          ? new String(invocation.input().readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(Path.of(name));
    } catch (NoSuchFileException e) {
      throw new Refused("there is no file %s".formatted(name));
    } catch (IOException e) {
      throw new Refused("%s cannot be read (%s)".formatted(name, e.getClass().getSimpleName()));
    }
  }
}
