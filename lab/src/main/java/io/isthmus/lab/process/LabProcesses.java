package io.isthmus.lab.process;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.network.LabName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The processes of one lab. They carry its name in their environment, and that is how they are
 * found again: also after the command that started them was killed before it could write anything
 * down, and never one whose id a stranger has got since.
 */
public final class LabProcesses {
  static final String NAME = "ISTHMUS_LAB_NAME";
  static final String STATE = "ISTHMUS_LAB_STATE";
  static final String ROLE = "ISTHMUS_LAB_ROLE";

  /** Tells a process that was started from its children, which inherit the environment. */
  static final String PID = "ISTHMUS_LAB_PID";

  private static final String NOTE_OWN_ID = "export %s=$$; exec \"$@\"".formatted(PID);

  private final LabName lab;
  private final Path stateDir;

  public LabProcesses(LabName lab, Path stateDir) {
    this.lab = lab;
    this.stateDir = stateDir;
  }

  /** Starts a process that outlives this one, with its output in a log of the role's name. */
  public LabProcess start(String role, Optional<Namespace> namespace, List<String> command) {
    List<String> detached = new ArrayList<>(List.of("setsid", "sh", "-c", NOTE_OWN_ID, "sh"));
    detached.addAll(namespace.map(room -> room.exec(command)).orElse(command));
    ProcessBuilder builder =
        new ProcessBuilder(detached)
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log(role).toFile()));
    builder.environment().put(NAME, lab.value());
    builder.environment().put(STATE, stateDir.toString());
    builder.environment().put(ROLE, role);
    try {
      Files.createDirectories(log(role).getParent());
      // Each of setsid, sh and ip replaces itself by what it starts, so the id stays the same.
      return new LabProcess(builder.start().toHandle(), role, stateDir.toString());
    } catch (IOException e) {
      throw new LabFailure("cannot start %s: %s".formatted(role, e.getMessage()), e);
    }
  }

  public Path log(String role) {
    return stateDir.resolve("logs").resolve(role.replace('/', '-') + ".log");
  }

  /** What a role's process said last. */
  public String lastWords(String role, int lines) {
    try {
      List<String> all = Files.readAllLines(log(role));
      return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  /** The process of a role, without the children that it may have. */
  public Optional<LabProcess> find(String role) {
    return mains().stream().filter(process -> process.role().equals(role)).findFirst();
  }

  /** The lab's processes without the children that they may have. */
  public List<LabProcess> mains() {
    return all().stream()
        .filter(process -> Long.toString(process.pid()).equals(environment(process.pid()).get(PID)))
        .toList();
  }

  /** Every process of a lab of this name, whatever its directory. */
  public List<LabProcess> all() {
    return ProcessHandle.allProcesses().flatMap(handle -> identify(handle).stream()).toList();
  }

  private Optional<LabProcess> identify(ProcessHandle handle) {
    Map<String, String> environment = environment(handle.pid());
    if (!lab.value().equals(environment.get(NAME)) || !handle.isAlive()) {
      return Optional.empty();
    }
    return Optional.of(
        new LabProcess(
            handle,
            environment.getOrDefault(ROLE, "unknown"),
            environment.getOrDefault(STATE, "unknown")));
  }

  private static Map<String, String> environment(long pid) {
    Map<String, String> environment = new HashMap<>();
    try {
      String text =
          Files.readString(
              Path.of("/proc", Long.toString(pid), "environ"),
              java.nio.charset.StandardCharsets.ISO_8859_1);
      for (String entry : text.split("\0")) {
        int equals = entry.indexOf('=');
        if (equals > 0 && entry.startsWith("ISTHMUS_LAB_")) {
          environment.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
      }
    } catch (IOException e) {
      // It has ended meanwhile.
    }
    return environment;
  }

  /**
   * Processes whose working directory is below one of the lab's: PostgreSQL hides its environment.
   */
  public List<ProcessHandle> workingIn(Path directory) {
    return ProcessHandle.allProcesses()
        .filter(
            handle -> workingDirectory(handle).map(cwd -> cwd.startsWith(directory)).orElse(false))
        .toList();
  }

  private static Optional<Path> workingDirectory(ProcessHandle handle) {
    try {
      return Optional.of(
          Files.readSymbolicLink(Path.of("/proc", Long.toString(handle.pid()), "cwd")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
