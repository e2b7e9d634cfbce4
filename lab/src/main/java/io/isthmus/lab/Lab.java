package io.isthmus.lab;

import io.isthmus.lab.network.LabName;
import io.isthmus.lab.network.WanKind;
import io.isthmus.lab.process.LabProcesses;
import io.isthmus.lab.rest.ControllerApi;
import io.isthmus.lab.wan.WanControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * One lab: its name, which namespaces and processes carry, and the directory that holds the rest.
 *
 * @param stateDir absolute
 */
public record Lab(LabName name, Path stateDir) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** What a running lab's other commands need to know. */
  public record State(
      int restPort, String southboundAddress, int southboundPort, WanKind wanKind) {}

  public Lab {
    stateDir = stateDir.toAbsolutePath().normalize();
  }

  public LabProcesses processes() {
    return new LabProcesses(name, stateDir);
  }

  /** A copy of the intent from which the lab was built. */
  public Path intentFile() {
    return stateDir.resolve("intent.yaml");
  }

  public Path controllerData() {
    return stateDir.resolve("controller");
  }

  public Path agentState(String edge) {
    return stateDir.resolve("agents").resolve(edge);
  }

  /** What an edge sees as /run/wireguard. */
  public Path wireGuardSockets(String edge) {
    return stateDir.resolve("wireguard").resolve(edge);
  }

  /** Where the WAN emulator takes requests. */
  public Path wanSocket() {
    return stateDir.resolve("wan.sock");
  }

  public WanControl wan() {
    return new WanControl(wanSocket());
  }

  private Path stateFile() {
    return stateDir.resolve("lab.json");
  }

  public void save(State state) {
    try {
      Files.createDirectories(stateDir);
      Files.writeString(stateFile(), JSON.writeValueAsString(state));
    } catch (IOException e) {
      throw new LabFailure("cannot write %s: %s".formatted(stateFile(), e), e);
    }
  }

  /** The state of a lab that is up, or a failure that says how to bring it up. */
  public State load() {
    return find()
        .orElseThrow(() ->
            new LabFailure(
                "no lab is up in %s: bring it up with `./isthmus lab up`".formatted(stateDir)));
  }

  /** What is noted in the lab's directory, if it can be read. */
  public Optional<State> find() {
    try {
      return Optional.of(JSON.readValue(Files.readString(stateFile()), State.class));
    } catch (IOException | JacksonException e) {
      return Optional.empty();
    }
  }

  public ControllerApi controller() {
    return controllerOn(load().restPort());
  }

  /** While the lab comes up. */
  public ControllerApi controllerOn(int restPort) {
    return new ControllerApi(restPort, this::adminToken);
  }

  /** Where the controller leaves the token of its first administrator when it first starts. */
  public Path adminTokenFile() {
    return controllerData().resolve("admin-token");
  }

  private Optional<String> adminToken() {
    try {
      return Optional.of(Files.readString(adminTokenFile()).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
