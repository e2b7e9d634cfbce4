package io.isthmus.agent.control;

import io.isthmus.agent.netlink.MessageTrace;
import io.isthmus.agent.netlink.NetworkNamespace;
import io.isthmus.agent.probe.ProbeSettings;
import io.isthmus.agent.testbed.Edge;
import io.isthmus.agent.wireguard.Implementation;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The agent of an edge of the testbed, in a thread of its own, until it is stopped. */
final class RunningAgent {
  private final Agent agent;
  private final Thread thread;

  private RunningAgent(Edge edge, AgentSettings settings) {
    agent = new Agent(settings, MessageTrace.OFF, RandomGenerator.getDefault());
    thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                NetworkNamespace.enter(edge.node().path());
                agent.run();
              } catch (Exception e) {
                e.printStackTrace();
              }
            });
  }

  static RunningAgent start(Edge edge, Path state) {
    return start(edge, state, Implementation.Choice.AUTO);
  }

  static RunningAgent start(Edge edge, Path state, Implementation.Choice wireguard) {
    return start(edge, state, ProbeSettings.DEFAULT, wireguard, Optional.empty());
  }

  static RunningAgent start(
      Edge edge,
      Path state,
      ProbeSettings probes,
      Implementation.Choice wireguard,
      Optional<InetSocketAddress> metrics) {
    return new RunningAgent(
        edge,
        new AgentSettings(
            "acme", "edge-" + edge.number(), 0, List.of(), state, probes, wireguard, metrics));
  }

  void stop() throws InterruptedException {
    agent.stop();
    thread.join(5_000);
  }
}
