package io.isthmus.lab.bench;

import io.isthmus.lab.Lab;
import io.isthmus.lab.LabFailure;
import io.isthmus.lab.kernel.ProcFs;
import io.isthmus.lab.network.LabName;
import io.isthmus.lab.network.WanKind;
import io.isthmus.lab.process.LabProcess;
import io.isthmus.lab.rest.ControllerApi;
import io.isthmus.lab.up.HostCheck;
import io.isthmus.lab.up.LabDown;
import io.isthmus.lab.up.LabLock;
import io.isthmus.lab.up.LabUp;
import io.isthmus.lab.up.Programs;
import io.isthmus.lab.up.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A lab of the bench's own beside the usual one; gone when closed. */
final class BenchLab implements AutoCloseable {
  private static final LabName NAME = new LabName("isthmus-bench");

  private final Lab lab;
  private final ControllerApi api;
  private final LabLock lock;

  private BenchLab(Lab lab, LabLock lock) {
    this.lab = lab;
    this.lock = lock;
    this.api = lab.controller();
  }

  /** A lab whose WANs are as fast as the machine is. */
  static BenchLab up(String intent) {
    return up(intent, WanKind.DIRECT);
  }

  static BenchLab up(String intent, WanKind wanKind) {
    Programs programs = Programs.find();
    Lab lab = new Lab(NAME, programs.home().resolve(".lab-bench"));
    LabLock lock =
        LabLock.takeName(NAME, "another benchmark is running on this machine: wait for it");
    new LabDown(lab).erase();
    LabUp.Options options =
        new LabUp.Options(
            Optional.of(write(lab, intent)),
            HostCheck.freePort("127.0.0.1"),
            7443,
            Optional.of(wanKind));
    try {
      new LabUp(lab, options, programs, new Progress(System.err)).run();
      return new BenchLab(lab, lock);
    } catch (RuntimeException e) {
      new LabDown(lab).clear();
      lock.close();
      throw e;
    }
  }

  private static Path write(Lab lab, String intent) {
    try {
      Files.createDirectories(lab.stateDir());
      return Files.writeString(lab.stateDir().resolve("first-intent.yaml"), intent);
    } catch (IOException e) {
      throw new LabFailure("cannot write the bench's intent: " + e, e);
    }
  }

  Lab lab() {
    return lab;
  }

  ControllerApi api() {
    return api;
  }

  /** CPU seconds that the parts have used so far. */
  Cpu cpu() {
    double controller = 0;
    double agents = 0;
    for (LabProcess process : lab.processes().mains()) {
      double seconds = ProcFs.cpuSeconds(process.pid());
      controller += process.role().equals("controller") ? seconds : 0;
      agents += process.role().startsWith("agent/") ? seconds : 0;
    }
    double database =
        lab.processes().workingIn(lab.controllerData()).stream()
            .mapToDouble(server -> ProcFs.cpuSeconds(server.pid()))
            .sum();
    return new Cpu(controller, database, agents);
  }

  /** CPU seconds of the controller's JVM, of its PostgreSQL, and of all agents. */
  record Cpu(double controller, double database, double agents) {
    Cpu since(Cpu before) {
      return new Cpu(
          controller - before.controller, database - before.database, agents - before.agents);
    }
  }

  @Override
  public void close() {
    try {
      new LabDown(lab).erase();
    } finally {
      lock.close();
    }
  }
}
