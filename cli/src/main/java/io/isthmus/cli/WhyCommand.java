package io.isthmus.cli;

import io.isthmus.cli.context.Connection;
import io.isthmus.cli.rest.Controller;
import io.isthmus.cli.rest.PathSegment;
import io.isthmus.cli.show.Documents;
import io.isthmus.cli.show.Form;
import io.isthmus.cli.show.Output;
import io.isthmus.cli.show.Paint;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code isthmus why}: what carries a class, and why. */
@Command(
    name = "why",
    mixinStandardHelpOptions = true,
    description = {
      "Says what carries a class from each edge to each other, since when and why, and how every"
          + " tunnel that may carry it was judged: now, or at a moment of the past."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  isthmus why voice",
      "  isthmus why voice --from edge-nice --to cloud-paris",
      "  isthmus why voice --from edge-nice --at 2026-07-01T11:59:30Z"
    })
final class WhyCommand implements Callable<Integer> {
  private static final int MOST = 10_000;
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

  private final Invocation invocation;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable Connection connection;
  @Mixin private @Nullable Output output;

  @Parameters(index = "0", paramLabel = "CLASS", description = "The traffic class.")
  private String trafficClass = "";

  @Option(names = "--from", paramLabel = "EDGE", description = "Where packets enter.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "EDGE", description = "Where packets leave.")
  private @Nullable String destination;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "A moment of the past (UTC), such as 2026-07-01T11:59:30Z.")
  private @Nullable String at;

  WhyCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
    Controller controller = Objects.requireNonNull(connection).controller();
    String name = PathSegment.of(trafficClass);
    Optional<Instant> moment = moment(commandLine);
    List<JsonNode> status =
        moment.isPresent()
            ? List.of()
            : controller.list(
                controller.path("traffic-classes/%s/status%s".formatted(name, query('?'))), MOST);
    List<JsonNode> decisions = decisions(controller, name, moment);
    List<Reason> reasons = Reason.of(name, status, decisions);
    Form form = Objects.requireNonNull(output).form();
    PrintWriter out = commandLine.getOut();
    if (form.isDocument()) {
      out.println(
          Documents.text(Documents.list(reasons.stream().map(Reason::json).toList()), form));
    } else if (reasons.isEmpty()) {
      out.println(
          moment
              .map(then ->
                  "nothing is known of what carried %s at %s: nothing did, or it is forgotten"
                          .formatted(name, then)
                      + " (isthmus.retention.choices)")
              .orElse("nothing carries " + name));
    } else {
      Paint paint = new Paint(invocation.terminal());
      reasons.forEach(reason -> reason.print(out, paint));
    }
    out.flush();
    return ExitCode.DONE.number();
  }

  /** Asking for a class that is not there is an error, also where nothing is listed for it. */
  private List<JsonNode> decisions(Controller controller, String name, Optional<Instant> moment) {
    if (moment.isPresent()) {
      controller.get(controller.path("traffic-classes/" + name));
    }
    String when =
        moment
            .map(then -> "at=" + URLEncoder.encode(then.toString(), StandardCharsets.UTF_8))
            .orElse("active=true");
    return controller.list(
        controller.path(
            "steering-decisions?trafficClass=%s&%s%s".formatted(name, when, query('&'))),
        MOST);
  }

  private String query(char first) {
    List<String> parts = new ArrayList<>();
    if (from != null) {
      parts.add("sourceEdge=" + PathSegment.of(from));
    }
    if (destination != null) {
      parts.add("destinationEdge=" + PathSegment.of(destination));
    }
    return parts.isEmpty() ? "" : first + String.join("&", parts);
  }

  private Optional<Instant> moment(CommandLine commandLine) {
    try {
      Optional<Instant> moment = Optional.ofNullable(at).map(Instant::parse);
      if (moment.isPresent() && moment.get().isAfter(Instant.now().plus(CLOCKS_DIFFER))) {
        throw new ParameterException(commandLine, "--at %s is yet to come".formatted(at));
      }
      return moment;
    } catch (DateTimeParseException e) {
      throw new ParameterException(
          commandLine, "'%s' is no time: write it like 2026-07-01T11:59:30Z".formatted(at));
    }
  }
}
