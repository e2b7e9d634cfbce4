package io.isthmus.lab;

import io.isthmus.lab.kernel.ProcFs;
import io.isthmus.lab.network.WanKind;
import io.isthmus.lab.process.LabProcess;
import io.isthmus.lab.up.HostCheck;
import io.isthmus.lab.up.LabLock;
import io.isthmus.lab.up.LabUp;
import io.isthmus.lab.up.Programs;
import io.isthmus.lab.up.Progress;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings the lab up, or mends it. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Bring up sites, underlays, controller and edges.",
      "Without a file: three sites of a cloud-to-edge continuum on two underlays. Checks that every"
          + " host reaches every other. Run again, it adds what is missing."
    })
final class UpCommand implements Callable<Integer> {
  @Mixin private LabOptions options = new LabOptions();

  @Option(
      names = "--intent",
      paramLabel = "FILE",
      description =
          "Network to build, in YAML as `intent:apply` takes it (default: lab/intent.yaml).")
  private @Nullable Path intent;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "REST port on 127.0.0.1, 0 for a free one (default: ${DEFAULT-VALUE}).")
  private int port = 8080;

  @Option(
      names = "--wan",
      paramLabel = "KIND",
      description =
          "emulated: WANs pass through the emulator, and `lab wan` makes them worse (default);"
              + " direct: they are as fast as the machine is.")
  private @Nullable WanKind wanKind;

  @Override
  public Integer call() {
    Lab lab = options.lab();
    HostCheck.requireRoot();
    int restPort = port == 0 ? HostCheck.freePort("127.0.0.1") : port;
    LabUp.Options choice =
        new LabUp.Options(
            Optional.ofNullable(intent), restPort, 7443, Optional.ofNullable(wanKind));
    try (LabLock lock = LabLock.take(lab)) {
      LabUp.Outcome outcome =
          new LabUp(lab, choice, Programs.find(), new Progress(System.err)).run();
      report(lab, outcome);
    }
    return 0;
  }

  private void report(Lab lab, LabUp.Outcome outcome) {
    if (outcome.repairs() == 0) {
      say("The lab is up already; %d host pairs answer.", outcome.pairs());
    } else {
      say(
          "The lab is up: traffic between all sites after %.1f s.",
          outcome.trafficAfter().toMillis() / 1e3);
    }
    outcome
        .controllerStart()
        .ifPresent(start -> say("  controller ready after %.1f s", start.toMillis() / 1e3));
    memory(lab).forEach(line -> say("  %s", line));
    say("");
    say("  console        http://127.0.0.1:%d/", outcome.state().restPort());
    say("  REST API       http://127.0.0.1:%d/swagger-ui.html", outcome.state().restPort());
    say("  token for both cat %s", lab.adminTokenFile());
    say("  state          ./isthmus lab status%s", options.arguments());
    say("  a reroute      ./isthmus lab demo%s", options.arguments());
    say("  a host's shell ip netns exec %s bash", lab.name().host("far-edge-van"));
    say("  logs           %s", lab.stateDir().resolve("logs"));
    say("  the end        ./isthmus lab down%s", options.arguments());
  }

  private static List<String> memory(Lab lab) {
    return lab.processes().mains().stream()
        .sorted(Comparator.comparing(LabProcess::role))
        .map(process ->
            String.format(
                Locale.ROOT,
                "%-22s %4d MB resident",
                process.role(),
                ProcFs.rssBytes(process.pid()).orElse(0) / 1_000_000))
        .toList();
  }

  private static void say(String format, Object... arguments) {
    System.out.println(String.format(Locale.ROOT, format, arguments));
  }
}
