package io.isthmus.lab.up;

import io.isthmus.lab.Lab;
import io.isthmus.lab.LabFailure;
import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.network.LabNetwork;
import io.isthmus.lab.process.LabProcess;
import io.isthmus.lab.process.LabProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Takes a lab down, whole or in pieces, whatever brought it into the state that it is in. */
public final class LabDown {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Lab lab;
  private final LabProcesses processes;

  public LabDown(Lab lab) {
    this.lab = lab;
    this.processes = lab.processes();
  }

  /** Ends all processes and removes all wires, and keeps the files; what was there. */
  public List<String> clear() {
    List<String> removed = new ArrayList<>(stopProcesses());
    removed.addAll(stopOrphans());
    removed.addAll(LabNetwork.remove(lab.name()));
    return removed;
  }

  /** The same, and removes the files. */
  public List<String> erase() {
    List<String> removed = new ArrayList<>(clear());
    if (Files.exists(lab.stateDir())) {
      if (LabLock.hasCompany(lab)) {
        removed.add("directory " + lab.stateDir());
      }
      delete(lab.stateDir());
    }
    return removed;
  }

  private List<String> stopProcesses() {
    List<LabProcess> mains =
        processes.mains().stream().sorted(Comparator.comparing(LabProcess::role)).toList();
    mains.forEach(process -> process.handle().destroy());
    mains.forEach(process -> process.stop(PATIENCE));
    // Their children, where a parent has not taken them along.
    processes.all().forEach(LabProcess::kill);
    return mains.stream()
        .map(process -> "process %d (%s)".formatted(process.pid(), process.role()))
        .toList();
  }

  /** A PostgreSQL whose controller was killed, and whatever else lives in the namespaces. */
  private List<String> stopOrphans() {
    List<String> stopped = new ArrayList<>();
    for (ProcessHandle server : processes.workingIn(lab.controllerData())) {
      String command = server.info().command().orElse("?");
      new LabProcess(server, "left over", lab.stateDir().toString()).stop(PATIENCE);
      stopped.add("process %d (%s, left over)".formatted(server.pid(), command));
    }
    for (Namespace namespace : lab.name().namespaces()) {
      for (ProcessHandle process : namespace.processes()) {
        String command = process.info().command().orElse("?");
        new LabProcess(process, "left over", "").stop(Duration.ofSeconds(2));
        stopped.add("process %d (%s in %s)".formatted(process.pid(), command, namespace));
      }
    }
    return stopped;
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new LabFailure("cannot delete %s: %s".formatted(directory, e), e);
    }
  }
}
