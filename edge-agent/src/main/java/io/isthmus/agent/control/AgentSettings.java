package io.isthmus.agent.control;

import io.isthmus.agent.identity.ControllerAddress;
import io.isthmus.agent.probe.ProbeSettings;
import io.isthmus.agent.wireguard.Implementation;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who the edge is, which of the machine's agents it is (0–15), where it keeps its state, how it
 * probes, and where its metrics can be read, if anywhere.
 *
 * @param controllers whom it dials; empty: whom it joined by
 */
public record AgentSettings(
    String tenant,
    String edge,
    int instance,
    List<ControllerAddress> controllers,
    Path stateDirectory,
    ProbeSettings probing,
    Implementation.Choice wireguard,
    Optional<InetSocketAddress> metrics) {

  public static final String VERSION = "0.1.0";

  public AgentSettings {
    controllers = List.copyOf(controllers);
  }
}
