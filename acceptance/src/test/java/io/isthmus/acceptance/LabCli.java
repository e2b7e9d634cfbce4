package io.isthmus.acceptance;

import io.isthmus.lab.Lab;
import io.isthmus.lab.network.LabName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs {@code ./isthmus lab …} as a user does, on a lab of its own name. */
final class LabCli {
  private static final Path HOME = Path.of("").toAbsolutePath().getParent();
  private final Lab lab;
  private final Map<String, String> environment = new HashMap<>();

  LabCli(String name) {
    lab = new Lab(new LabName(name), Path.of("target", name));
  }

  /** What a command came to. */
  record Result(int exitCode, String out, String err) {}

  static void assumeRoot() throws IOException {
    Assumptions.assumeTrue(
        Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")),
        "only root can make network namespaces");
  }

  /** Of every command from now on, and of all that it starts. */
  void setVariable(String name, String value) {
    environment.put(name, value);
  }

  Lab lab() {
    return lab;
  }

  Result run(String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile("isthmus", ".out");
    Path err = Files.createTempFile("isthmus", ".err");
    try {
      Process process = start(out, err, arguments);
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "lab " + List.of(arguments) + " has not ended: " + Files.readString(err));
      }
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }

  /** Starts a command and does not wait for it. */
  Process start(Path out, Path err, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(HOME.resolve("isthmus").toString(), "lab"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--name", lab.name().value(), "--state-dir", lab.stateDir().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** The one process of a role. */
  ProcessHandle process(String role) {
    return lab.processes()
        .find(role)
        .orElseThrow(() -> new AssertionError(role + " is not running"))
        .handle();
  }

  /** What a lab has left behind; empty when nothing. */
  List<String> remains() {
    List<String> remains = new ArrayList<>();
    lab.name().namespaces().forEach(namespace -> remains.add("namespace " + namespace));
    lab.processes().all().forEach(process -> remains.add("process " + process));
    lab.processes()
        .workingIn(lab.stateDir())
        .forEach(process -> remains.add("process " + process.info()));
    if (Files.exists(Path.of("/sys/class/net", lab.name().managementInterface()))) {
      remains.add("interface " + lab.name().managementInterface());
    }
    if (Files.exists(lab.stateDir())) {
      remains.add("directory " + lab.stateDir());
    }
    return remains;
  }
}
