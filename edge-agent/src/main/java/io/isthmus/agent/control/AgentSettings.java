package io.isthmus.agent.control;

import io.isthmus.agent.probe.ProbeSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who the edge is, whom it dials, where it keeps its state, how it probes, and where its metrics
 * can be read, if anywhere.
 */
public record AgentSettings(
    String tenant,
    String edge,
    String controllerHost,
    int controllerPort,
    Path stateDirectory,
    ProbeSettings probing,
    Optional<InetSocketAddress> metrics) {}
