package io.isthmus.agent.control;

import java.nio.file.Path;

/** Who the edge is, whom it dials, and where it keeps its state. */
public record AgentSettings(
    String tenant, String edge, String controllerHost, int controllerPort, Path stateDirectory) {}
