package io.isthmus.cli;

import io.isthmus.cli.context.Connection;
import io.isthmus.cli.kind.Cells;
import io.isthmus.cli.rest.Controller;
import io.isthmus.cli.rest.EventFeed;
import io.isthmus.cli.rest.PathSegment;
import io.isthmus.cli.show.Documents;
import io.isthmus.cli.show.Form;
import io.isthmus.cli.show.Output;
import io.isthmus.cli.show.Paint;
import io.isthmus.cli.show.Words;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code isthmus watch}: events as they happen. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Shows events as they happen, until interrupted; after an interruption of the connection it goes"
          + " on where it was. With -o json one CloudEvent a line, with -o yaml a document each.",
      "Tables that refresh themselves are isthmus get KIND -w."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  isthmus watch",
      "  isthmus watch --type class.rerouted --class voice",
      "  isthmus watch --type sla.broken --count 1 --timeout 5m && notify",
      "  isthmus watch -o json | jq .data"
    })
final class WatchCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable Connection connection;
  @Mixin private @Nullable Output output;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      split = ",",
      completionCandidates = EventTypes.class,
      description = "Only these types, or those that begin so: sla, class.rerouted, edge …")
  private List<String> types = List.of();

  @Option(names = "--class", paramLabel = "CLASS", description = "Only of this traffic class.")
  private @Nullable String trafficClass;

  @Option(
      names = "--after",
      paramLabel = "ID",
      description = "From this event on, instead of from now on; 0 for all that are kept.")
  private @Nullable String after;

  @Option(names = "--count", paramLabel = "N", description = "Ends after so many.")
  private int count = Integer.MAX_VALUE;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Lifetime.Converter.class,
      description = "Ends after that, with 5 where --count has not been reached.")
  private @Nullable Lifetime timeout;

  private final AtomicInteger shown = new AtomicInteger();

  WatchCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    Controller controller = Objects.requireNonNull(connection).controller();
    warnOfUnknownTypes();
    if (trafficClass != null && after == null) {
      // What is gone may be in old events; what was never there is waited for in vain.
      controller.get(controller.path("traffic-classes/" + PathSegment.of(trafficClass)));
    }
    EventFeed feed = new EventFeed(controller, Optional.ofNullable(after));
    if (timeout == null) {
      read(feed);
      return ExitCode.DONE.number();
    }
    return readUntilTimeIsUp(feed, timeout).number();
  }

  /** A newer controller may have more of them. */
  private void warnOfUnknownTypes() {
    types.stream()
        .filter(wanted -> EventTypes.ALL.stream().noneMatch(type -> begins(type, wanted)))
        .forEach(wanted ->
            say(
                "no type that is known here begins with '%s'; known are %s"
                    .formatted(wanted, String.join(", ", EventTypes.ALL))));
  }

  private void say(String words) {
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    err.println("isthmus: " + words);
    err.flush();
  }

  private ExitCode readUntilTimeIsUp(EventFeed feed, Lifetime time) throws InterruptedException {
    var failure = new java.util.concurrent.atomic.AtomicReference<@Nullable RuntimeException>();
    Thread reader =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                read(feed);
              } catch (RuntimeException e) {
                failure.set(e);
              }
            });
    if (!reader.join(time.duration())) {
      reader.interrupt();
      if (count == Integer.MAX_VALUE) {
        return ExitCode.DONE;
      }
      say("the time was up after %d of %d events".formatted(shown.get(), count));
      return ExitCode.TIME_UP;
    }
    RuntimeException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    return ExitCode.DONE;
  }

  private void read(EventFeed feed) {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Form form = Objects.requireNonNull(output).form();
    Paint paint = new Paint(invocation.terminal());
    feed.read(event -> {
      if (isWanted(event)) {
        print(out, paint, event, form);
        return shown.incrementAndGet() < count;
      }
      return true;
    });
  }

  private static void print(PrintWriter out, Paint paint, JsonNode event, Form form) {
    out.println(
        form == Form.JSON
            ? event.toString()
            : form == Form.YAML
                ? "---\n" + Documents.text(event, form)
                : "%s  %s  %s  %s"
                    .formatted(
                        Words.time(event.path("time")),
                        coloured(paint, Cells.type(event)),
                        Words.text(event.path("subject")),
                        Cells.what(event).replaceAll("\\p{Cntrl}", "?")));
    out.flush();
  }

  private static String coloured(Paint paint, String type) {
    return switch (type) {
      case "sla.broken", "path.down", "edge.disconnected" -> paint.bad(type);
      case "sla.restored", "path.up", "edge.connected" -> paint.good(type);
      case "class.rerouted" -> paint.busy(type);
      default -> type;
    };
  }

  private boolean isWanted(JsonNode event) {
    String type = Cells.type(event);
    boolean ofType = types.isEmpty() || types.stream().anyMatch(wanted -> begins(type, wanted));
    return ofType
        && (trafficClass == null
            || event.at("/data/trafficClass").asString("").equals(trafficClass));
  }

  /** With or without what all types begin with. */
  private static boolean begins(String type, String wanted) {
    return type.startsWith(wanted) || ("io.isthmus." + type).startsWith(wanted);
  }
}
