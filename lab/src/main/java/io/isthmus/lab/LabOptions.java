package io.isthmus.lab;

import io.isthmus.lab.network.LabName;
import io.isthmus.lab.up.Programs;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which lab a command is about. */
final class LabOptions {
  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "isthmus",
      description = "Beginning of the names of all namespaces (default: ${DEFAULT-VALUE}).")
  private String name = "isthmus";

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description =
          "Logs, data and notes of the lab (default: .lab, or .lab-NAME for other names).")
  private @Nullable Path stateDir;

  Lab lab() {
    LabName labName = new LabName(name);
    Path directory = stateDir;
    if (directory == null) {
      String usual = labName.equals(LabName.USUAL) ? ".lab" : ".lab-" + name;
      directory = Programs.find().home().resolve(usual);
    }
    return new Lab(labName, directory);
  }

  /** What another command about the same lab has to be given. */
  String arguments() {
    String named = name.equals(LabName.USUAL.value()) ? "" : " --name " + name;
    return stateDir == null ? named : named + " --state-dir " + stateDir;
  }
}
