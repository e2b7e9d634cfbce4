package io.isthmus.lab.replay;

import io.isthmus.lab.LabFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a file of scenarios, and refuses what it cannot read by scenario and field. */
final class ScenarioFile {
  private static final int MOST_PATHS = 16;

  private final Path file;

  private ScenarioFile(Path file) {
    this.file = file;
  }

  static List<Scenario> read(Path file) {
    return new ScenarioFile(file).scenarios();
  }

  private List<Scenario> scenarios() {
    JsonNode document = document();
    if (!document.isArray() || document.isEmpty()) {
      throw refused("it is no list with at least one scenario");
    }
    List<Scenario> scenarios = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode node : document) {
      Scenario scenario = scenario(node, "scenario %d".formatted(scenarios.size() + 1));
      if (!names.add(scenario.name())) {
        throw refused("there are two scenarios %s".formatted(scenario.name()));
      }
      scenarios.add(scenario);
    }
    return scenarios;
  }

  private JsonNode document() {
    try {
      return JsonMapper.shared().readTree(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new LabFailure("there is no file %s".formatted(file), e);
    } catch (IOException e) {
      throw new LabFailure("cannot read %s: %s".formatted(file, e), e);
    } catch (JacksonException e) {
      throw new LabFailure("%s is no JSON: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  private Scenario scenario(JsonNode node, String place) {
    String name = text(node, "name", place);
    JsonNode parts = node.path("paths");
    if (!parts.isArray() || parts.size() < 2 || parts.size() > MOST_PATHS) {
      throw refused("%s has no list of 2 to %d paths".formatted(name, MOST_PATHS));
    }
    List<Scenario.Part> paths = new ArrayList<>();
    for (JsonNode part : parts) {
      String trace = text(part, "trace", name);
      paths.add(new Scenario.Part(trace, whole(part, "offsetSeconds", 0, name).orElse(0)));
    }
    return new Scenario(name, text(node, "family", name), whole(node, "seconds", 1, name), paths);
  }

  private String text(JsonNode node, String field, String place) {
    JsonNode value = node.path(field);
    if (!value.isString() || value.stringValue().isBlank()) {
      throw refused("%s has no text '%s'".formatted(place, field));
    }
    return value.stringValue();
  }

  private OptionalInt whole(JsonNode node, String field, int least, String place) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return OptionalInt.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least) {
      throw refused("%s: %s %s is no whole number from %d".formatted(place, field, value, least));
    }
    return OptionalInt.of(value.intValue());
  }

  private LabFailure refused(String why) {
    return new LabFailure("%s: %s".formatted(file, why));
  }
}
