package io.isthmus.lab;

import io.isthmus.lab.process.LabProcess;
import io.isthmus.lab.up.HostCheck;
import io.isthmus.lab.up.LabDown;
import io.isthmus.lab.up.LabLock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes the lab down. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "End and remove all that a lab has made, in whatever state it is.")
final class DownCommand implements Callable<Integer> {
  @Mixin private LabOptions options = new LabOptions();

  @Option(names = "--keep-data", description = "Keep logs and the controller's data.")
  private boolean keepData;

  @Override
  public Integer call() {
    Lab lab = options.lab();
    HostCheck.requireRoot();
    requireOwn(lab);
    List<String> removed;
    try (LabLock lock = LabLock.take(lab)) {
      LabDown down = new LabDown(lab);
      removed = keepData ? down.clear() : down.erase();
    }
    removed.forEach(what -> System.out.println("removed " + what));
    return 0;
  }

  private static void requireOwn(Lab lab) {
    Optional<LabProcess> other =
        lab.processes().all().stream()
            .filter(process -> !process.stateDir().equals(lab.stateDir().toString()))
            .findFirst();
    if (other.isPresent()) {
      throw new LabFailure(
          "the lab named %s that is up belongs to %s: take it down there, or with --state-dir %s"
              .formatted(lab.name(), other.get().stateDir(), other.get().stateDir()));
    }
  }
}
