package io.isthmus.acceptance;

import io.isthmus.lab.Lab;
import io.isthmus.lab.network.LabName;
import io.isthmus.lab.rest.ControllerApi;
import io.isthmus.lab.up.HostCheck;
import io.isthmus.lab.up.LabDown;
import io.isthmus.lab.up.Programs;
import io.isthmus.lab.up.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A controller without edges and networks, that can be stopped and started again. */
final class LoneController implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String ROLE = "controller";
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Lab lab;
  private final int port = HostCheck.freePort(LOOPBACK);
  private final List<String> command;

  private LoneController(Lab lab, List<String> settings) {
    this.lab = lab;
    command = new ArrayList<>(Programs.find().controller());
    command.add("--server.port=" + port);
    command.add("--isthmus.southbound.port=" + HostCheck.freePort(LOOPBACK));
    command.add("--isthmus.data-dir=" + lab.controllerData());
    command.addAll(settings);
  }

  /** With nothing left of one of this name that was there before. */
  static LoneController start(String name, List<String> settings) {
    Lab lab = new Lab(new LabName(name), Path.of("target", name));
    new LabDown(lab).erase();
    LoneController controller = new LoneController(lab, settings);
    controller.start();
    return controller;
  }

  /** Again on the same ports, with the same data. */
  void start() {
    lab.processes().start(ROLE, Optional.empty(), command);
    Waiting.until(
        LIMIT,
        LOOK,
        () -> api().isReady(),
        () -> "the controller is not ready:\n" + lab.processes().lastWords(ROLE, 25));
  }

  void stop() {
    lab.processes().find(ROLE).orElseThrow().stop(LIMIT);
  }

  ControllerApi api() {
    return lab.controllerOn(port);
  }

  String root() {
    return api().root().toString();
  }

  String adminToken() throws IOException {
    return Files.readString(lab.adminTokenFile()).strip();
  }

  @Override
  public void close() {
    new LabDown(lab).erase();
  }
}
