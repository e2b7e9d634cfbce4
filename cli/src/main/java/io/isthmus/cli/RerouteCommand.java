package io.isthmus.cli;

import io.isthmus.cli.context.Connection;
import io.isthmus.cli.rest.Answer;
import io.isthmus.cli.rest.Controller;
import io.isthmus.cli.show.Documents;
import io.isthmus.cli.show.Form;
import io.isthmus.cli.show.Output;
import java.util.List;
import java.util.Objects;
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
import tools.jackson.databind.node.ObjectNode;

/** {@code isthmus reroute}: asks for a class to be moved. */
@Command(
    name = "reroute",
    mixinStandardHelpOptions = true,
    description = {
      "Moves a class to overlays of your choice, and waits until the edges have done so.",
      "Without --pin, the overlays are ranked first, and the edges still leave one that breaks the"
          + " class's objective. isthmus delete decision ID ends it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  isthmus reroute voice --to on-2 --for 15m --reason 'works on the internet line'",
      "  isthmus reroute video --to on-1=3 --to on-2=1",
      "  isthmus reroute voice --to on-2 --from edge-nice --dest cloud-paris --pin"
    })
final class RerouteCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable Connection connection;
  @Mixin private @Nullable Waiting waiting;
  @Mixin private @Nullable Output output;

  @Parameters(index = "0", paramLabel = "CLASS", description = "The traffic class.")
  private String trafficClass = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "OVERLAY[=WEIGHT]",
      description = "Where to; again for more, which share the flows by weight.")
  private List<String> overlays = List.of();

  @Option(names = "--from", paramLabel = "EDGE", description = "Only from this edge.")
  private @Nullable String from;

  @Option(names = "--dest", paramLabel = "EDGE", description = "Only to this edge.")
  private @Nullable String destination;

  @Option(names = "--one-way", description = "Not the way back.")
  private boolean oneWay;

  @Option(names = "--pin", description = "Held there until the paths die.")
  private boolean pin;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = Lifetime.Converter.class,
      description = "Ends by itself after that: 15m, 2h.")
  private @Nullable Lifetime duration;

  @Option(names = "--reason", paramLabel = "TEXT", description = "For those who ask why later.")
  private @Nullable String reason;

  @Override
  public Integer call() {
    CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
    Controller controller = Objects.requireNonNull(connection).controller();
    Answer answer = controller.post(controller.path("steering-decisions"), this::describe);
    ObjectNode decision = (ObjectNode) answer.json();
    Waiting.End end =
        Objects.requireNonNull(waiting).follow(commandLine, controller, answer.operation());
    Form form = Objects.requireNonNull(output).form();
    if (form.isDocument()) {
      end.operation().ifPresent(operation -> decision.set("operation", operation));
      commandLine.getOut().println(Documents.text(decision, form));
    } else if (form == Form.NAME) {
      commandLine.getOut().println(decision.path("id").asString(""));
    } else {
      commandLine
          .getOut()
          .println(
              "%s is asked to run over %s; isthmus delete decision %s ends that"
                  .formatted(
                      trafficClass, String.join(", ", overlays), decision.path("id").asString("")));
    }
    commandLine.getOut().flush();
    return end.exitCode().number();
  }

  private void describe(ObjectNode body) {
    body.put("trafficClass", trafficClass);
    var shares = body.putArray("overlays");
    for (String overlay : overlays) {
      String[] parts = overlay.split("=", 2);
      ObjectNode share = shares.addObject().put("overlay", parts[0]);
      if (parts.length == 2) {
        share.put("weight", weight(parts[1]));
      }
    }
    putIfGiven(body, "sourceEdge", from);
    putIfGiven(body, "destinationEdge", destination);
    putIfGiven(body, "reason", reason);
    if (oneWay) {
      body.put("direction", "SOURCE_TO_DESTINATION");
    }
    if (pin) {
      body.put("hold", "PIN");
    }
    if (duration != null) {
      body.put("expiresInSeconds", duration.seconds());
    }
  }

  private int weight(String text) {
    if (!text.matches("[1-9][0-9]{0,4}")) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "weight '%s' is no number: write --to on-1=3".formatted(text));
    }
    return Integer.parseInt(text);
  }

  private static void putIfGiven(ObjectNode body, String field, @Nullable String value) {
    if (value != null) {
      body.put(field, value);
    }
  }
}
