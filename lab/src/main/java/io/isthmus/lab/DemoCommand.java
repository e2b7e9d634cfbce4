package io.isthmus.lab;

import io.isthmus.lab.demo.Demo;
import io.isthmus.lab.demo.DemoResult;
import io.isthmus.lab.demo.DemoStep;
import io.isthmus.lab.up.HostCheck;
import java.io.IOException;
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
          + " and counts. Exits with 0 only if no packet was lost and the connection held."
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
