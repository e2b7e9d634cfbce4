package io.isthmus.lab;

import io.isthmus.lab.demo.Demo;
import io.isthmus.lab.demo.DemoResult;
import io.isthmus.lab.demo.DemoStep;
import io.isthmus.lab.demo.TrustDemo;
import io.isthmus.lab.incident.Finding;
import io.isthmus.lab.incident.Impact;
import io.isthmus.lab.incident.IncidentDemo;
import io.isthmus.lab.up.HostCheck;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Shows a reroute of running traffic. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Reroute the running traffic of a microservice.",
      "Classifies it, starts a TCP connection and a UDP flow to it, reroutes them over REST and back,"
          + " and counts. Exits with 0 only if no packet was lost and the connection held.",
      "What happens when a WAN gets worse or dies: brownout and blackout. Who sees what, and who is let"
          + " in: trust."
    })
final class DemoCommand implements Callable<Integer> {
  @Mixin private LabOptions options = new LabOptions();

  @Option(names = "--json", description = "Print the result as one JSON document.")
  private boolean json;

  private int number;

  @Override
  public Integer call() throws IOException, InterruptedException {
    HostCheck.requireRoot();
    DemoResult result = new Demo(options.lab(), json ? step -> {} : this::print).run();
    if (json) {
      System.out.println(
          JsonMapper.builder()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .build()
              .writeValueAsString(result));
    } else {
      System.out.println(result.ok() ? "ok" : "NOT ok");
    }
    return result.ok() ? 0 : 1;
  }

  @Command(
      name = "brownout",
      mixinStandardHelpOptions = true,
      description = {
        "Make the WAN that carries voice worse under a flow, and tell what happens in milliseconds.",
        "Exits with 0 only if the class moved, a class that still kept its objective stayed, the"
            + " choice was recorded, and the class came back."
      })
  int brownout(
      @Mixin LabOptions where,
      @Option(
              names = "--by",
              paramLabel = "delay|loss|jitter",
              defaultValue = "delay",
              description = "What gets worse (default: ${DEFAULT-VALUE}).")
          Impact by,
      @Option(names = "--json", description = "Print the result as one JSON document.")
          boolean asJson)
      throws IOException {
    return incident(where.lab(), by, asJson);
  }

  @Command(
      name = "blackout",
      mixinStandardHelpOptions = true,
      description = {
        "Kill the WAN that carries voice under a flow, and tell what happens in milliseconds.",
        "Exits with 0 only if the class moved, the choice was recorded, and the class came back."
      })
  int blackout(
      @Mixin LabOptions where,
      @Option(names = "--json", description = "Print the result as one JSON document.")
          boolean asJson)
      throws IOException {
    return incident(where.lab(), Impact.BLACKOUT, asJson);
  }

  @Command(
      name = "trust",
      mixinStandardHelpOptions = true,
      description = {
        "What the WANs get to see, fresh keys under a flow, and an edge that is revoked and joins again.",
        "Exits with 0 only if nothing was in clear and the fresh keys cost no packet."
      })
  int trust(
      @Mixin LabOptions where,
      @Option(names = "--json", description = "Print the steps as one JSON document.")
          boolean asJson)
      throws IOException, InterruptedException {
    HostCheck.requireRoot();
    List<DemoStep> steps = new TrustDemo(where.lab(), asJson ? step -> {} : this::print).run();
    boolean ok = steps.stream().allMatch(DemoStep::ok);
    if (asJson) {
      System.out.println(
          JsonMapper.builder()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .build()
              .writeValueAsString(steps));
    } else {
      System.out.println(ok ? "ok" : "NOT ok");
    }
    return ok ? 0 : 1;
  }

  private static int incident(Lab lab, Impact impact, boolean asJson) throws IOException {
    HostCheck.requireRoot();
    IncidentDemo.Story story = new IncidentDemo(lab, System.err::println).run(impact);
    if (asJson) {
      System.out.println(
          JsonMapper.builder()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .build()
              .writeValueAsString(story));
    } else {
      System.out.print(text(story));
    }
    return story.ok() ? 0 : 1;
  }

  private static String text(IncidentDemo.Story story) {
    TextTable table = new TextTable("What happened", "ms", "seen by", "what");
    story
        .moments()
        .forEach(moment ->
            table.row(
                String.format(Locale.ROOT, "%10.1f", moment.atMs()),
                moment.seenBy(),
                moment.what()));
    Finding flow = story.course().flow();
    return table
        + String.format(
            Locale.ROOT,
            "%nThe receiving host: longest gap %.1f ms, %d of %d packets lost, %d overtaken.%n",
            flow.gapMs(),
            flow.lost(),
            flow.sent(),
            flow.reordered())
        + String.format(
            Locale.ROOT,
            "The class that has patience %s.%n",
            story.course().patientStayed() ? "stayed where it was" : "moved as well")
        + (story.why().isEmpty() ? "No choice was told.\n" : "Why: %s%n".formatted(story.why()))
        + back(story)
        + (story.ok() ? "ok\n" : "NOT ok\n");
  }

  private static String back(IncidentDemo.Story story) {
    return story.returnedAfterMs().isEmpty()
        ? "The class has not come back.\n"
        : String.format(
            Locale.ROOT,
            "Back %.1f s after the WAN was whole again.%n",
            story.returnedAfterMs().getAsDouble() / 1e3);
  }

  private void print(DemoStep step) {
    number++;
    System.out.printf("%d. %s: %s%n", number, step.name(), step.ok() ? "ok" : "NOT ok");
    step.done()
        .forEach(line ->
            System.out.println(line.indent(5).replaceFirst(" {5}", "   > ").stripTrailing()));
    step.seen().forEach(line -> System.out.println("     " + line));
    System.out.println();
  }
}
