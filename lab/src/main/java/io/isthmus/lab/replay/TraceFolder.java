package io.isthmus.lab.replay;

import io.isthmus.lab.LabFailure;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The traces of a folder, {@code csv/NAME.csv.gz} or {@code NAME.csv.gz}, each read once. {@code
 * cell3_all_OP} is the concatenation, in name order, of the {@code cell3_2…_OP} files.
 */
final class TraceFolder {
  private static final String ENDING = ".csv.gz";
  private static final Pattern WHOLE_OPERATOR = Pattern.compile("cell3_all_(\\w+)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

  private final Path folder;
  private final Map<String, Trace> traces = new HashMap<>();

  TraceFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new LabFailure("%s is no folder: give one with traces by --traces".formatted(folder));
    }
    Path inner = folder.resolve("csv");
    this.folder = Files.isDirectory(inner) ? inner : folder;
  }

  Trace load(String name) {
    Trace known = traces.get(name);
    if (known == null) {
      known = read(name);
      traces.put(name, known);
    }
    return known;
  }

  private Trace read(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new LabFailure("'%s' is no name of a trace".formatted(name));
    }
    var operator = WHOLE_OPERATOR.matcher(name);
    if (!operator.matches() || Files.exists(folder.resolve(name + ENDING))) {
      return readFile(name);
    }
    List<Trace> parts = namesOf(operator.group(1)).stream().map(this::load).toList();
    if (parts.isEmpty()) {
      throw new LabFailure(
          "there is no trace %s: no file cell3_2…_%s%s is in %s"
              .formatted(name, operator.group(1), ENDING, folder));
    }
    return Trace.concatenated(name, parts);
  }

  private List<String> namesOf(String operator) {
    String ending = "_" + operator + ENDING;
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.startsWith("cell3_2") && file.endsWith(ending))
          .sorted()
          .map(file -> file.substring(0, file.length() - ENDING.length()))
          .toList();
    } catch (IOException e) {
      throw new LabFailure("cannot list %s: %s".formatted(folder, e), e);
    }
  }

  private Trace readFile(String name) {
    Path file = folder.resolve(name + ENDING);
    if (!Files.isRegularFile(file)) {
      throw new LabFailure("there is no trace %s: %s is missing".formatted(name, file));
    }
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(new FileInputStream(file.toFile())),
                StandardCharsets.UTF_8.newDecoder()))) {
      return TraceReader.read(name, file, lines);
    } catch (CharacterCodingException e) {
      throw new LabFailure("%s is no text in UTF-8".formatted(file), e);
    } catch (IOException e) {
      throw new LabFailure("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
