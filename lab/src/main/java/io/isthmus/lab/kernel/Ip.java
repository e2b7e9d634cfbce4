package io.isthmus.lab.kernel;

import io.isthmus.lab.LabFailure;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The {@code ip} command: batches of changes, and answers as JSON. */
public final class Ip {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern FAILED_LINE = Pattern.compile("Command failed -:(\\d+)");

  private Ip() {}

  /** Runs a batch in the namespace of this process. */
  public static void batch(List<String> lines) {
    batch(List.of("ip", "-batch", "-"), lines);
  }

  static void batch(List<String> command, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    Shell.Output output = Shell.run(command, String.join("\n", lines) + "\n");
    if (!output.ok()) {
      throw new LabFailure(
          "`%s` refused `ip %s`: %s"
              .formatted(
                  String.join(" ", command),
                  failedLine(output.err(), lines),
                  output.err().strip()));
    }
  }

  private static String failedLine(String err, List<String> lines) {
    Matcher matcher = FAILED_LINE.matcher(err);
    return matcher.find() ? lines.get(Integer.parseInt(matcher.group(1)) - 1) : "…";
  }

  /** Asks in the namespace of this process. */
  public static JsonNode ask(String... arguments) {
    return ask(List.of("ip", "-j"), arguments);
  }

  /** Asks in another namespace. */
  public static JsonNode ask(Namespace namespace, String... arguments) {
    return ask(List.of("ip", "-n", namespace.name(), "-j"), arguments);
  }

  private static JsonNode ask(List<String> start, String... arguments) {
    List<String> command = new java.util.ArrayList<>(start);
    command.addAll(List.of(arguments));
    String out = Shell.run(command, "").orFail();
    return JSON.readTree(out.isBlank() ? "[]" : out);
  }
}
