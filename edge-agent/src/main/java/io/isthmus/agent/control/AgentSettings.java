package io.isthmus.agent.control;

import io.isthmus.agent.identity.ControllerAddress;
import io.isthmus.agent.probe.ProbeSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who the edge is, which of the machine's agents it is (0–15), whom it dials, where it keeps its
 * state, how it probes, and where its metrics can be read, if anywhere.
 */
public record AgentSettings(
    String tenant,
    String edge,
    int instance,
    List<ControllerAddress> controllers,
    Path stateDirectory,
    ProbeSettings probing,
    Optional<InetSocketAddress> metrics) {

  public AgentSettings {
    controllers = List.copyOf(controllers);
  }
}
