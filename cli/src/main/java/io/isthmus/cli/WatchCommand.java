package io.isthmus.cli;

import io.isthmus.cli.context.Connection;
import io.isthmus.cli.kind.Cells;
import io.isthmus.cli.rest.Controller;
import io.isthmus.cli.rest.EventFeed;
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
          + " on where it was. With -o json one CloudEvent a line.",
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

  WatchCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    Controller controller = Objects.requireNonNull(connection).controller();
    EventFeed feed = new EventFeed(controller, Optional.ofNullable(after));
    if (timeout == null) {
      read(feed);
      return ExitCode.DONE.number();
    }
    return readUntilTimeIsUp(feed, timeout).number();
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
      return count == Integer.MAX_VALUE ? ExitCode.DONE : ExitCode.TIME_UP;
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
    AtomicInteger shown = new AtomicInteger();
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
        form.isDocument()
            ? event.toString()
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
    String full = event.path("type").asString("");
    boolean ofType =
        types.isEmpty()
            || types.stream()
                .anyMatch(wanted -> type.startsWith(wanted) || full.startsWith(wanted));
    return ofType
        && (trafficClass == null
            || event.at("/data/trafficClass").asString("").equals(trafficClass));
  }
}
