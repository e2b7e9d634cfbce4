package io.isthmus.cli;

import io.isthmus.cli.rest.Controller;
import io.isthmus.cli.rest.Operations;
import io.isthmus.cli.show.Paint;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/**
 * Whether and how long a change is followed to the edges. What is told goes to the standard error.
 */
final class Waiting {
  private static final Duration USUAL = Duration.ofSeconds(60);

  private final Invocation invocation;

  @Option(
      names = "--no-wait",
      description = "Ends when the change is stored, and does not wait for the edges.")
  private boolean noWait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Lifetime.Converter.class,
      description = "How long edges are waited for: 60s is usual.")
  private @Nullable Lifetime timeout;

  Waiting(Invocation invocation) {
    this.invocation = invocation;
  }

  /**
   * @param operation as it ended, or was when the time was up; none where there was none
   */
  record End(ExitCode exitCode, Optional<JsonNode> operation) {}

  End follow(CommandLine commandLine, Controller controller, Optional<String> location) {
    if (location.isEmpty()) {
      return new End(ExitCode.DONE, Optional.empty());
    }
    PrintWriter err = commandLine.getErr();
    if (noWait) {
      tell(err, "stored; isthmus get operation %s says how far it is", id(location.get()));
      return new End(ExitCode.DONE, Optional.empty());
    }
    Paint paint = new Paint(invocation.terminal());
    long begin = System.nanoTime();
    JsonNode operation =
        new Operations(controller)
            .await(
                location.get(),
                timeout == null ? USUAL : timeout.duration(),
                part -> tell(err, paint, part, begin));
    return new End(end(err, operation, location.get()), Optional.of(operation));
  }

  private static void tell(PrintWriter err, Paint paint, JsonNode part, long begin) {
    String state = part.path("state").asString("");
    String word =
        state.equals("SUCCEEDED")
            ? paint.good("done")
            : paint.bad(state.toLowerCase(java.util.Locale.ROOT));
    err.println(
        "  %s: %s after %.1f s"
            .formatted(part.path("edge").asString(""), word, (System.nanoTime() - begin) / 1e9));
    for (JsonNode error : part.path("errors")) {
      err.println(
          "    %s: %s (%s)"
              .formatted(
                  error.path("resource").asString("configuration"),
                  error.path("message").asString("").replaceAll("\\p{Cntrl}", "?"),
                  error.path("code").asString("")));
    }
    err.flush();
  }

  private static ExitCode end(PrintWriter err, JsonNode operation, String location) {
    String state = operation.path("state").asString("");
    if (state.equals("FAILED")) {
      tell(
          err,
          "the change is stored, and an edge refused it: change it, or what the edge says it lacks%s",
          "");
      return ExitCode.EDGE_REFUSED;
    }
    if (!operation.path("done").asBoolean(false)) {
      StringBuilder waiting = new StringBuilder();
      for (JsonNode part : operation.path("edges")) {
        if (part.path("state").asString("").equals("PENDING")) {
          waiting.append(waiting.isEmpty() ? "" : ", ").append(part.path("edge").asString(""));
        }
      }
      tell(
          err,
          "the change is stored, and on its way; not answered yet: %s",
          waiting + "; isthmus get operation " + id(location) + " says more");
      return ExitCode.TIME_UP;
    }
    return ExitCode.DONE;
  }

  private static void tell(PrintWriter err, String format, String value) {
    err.println("isthmus: " + format.formatted(value));
    err.flush();
  }

  private static String id(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
