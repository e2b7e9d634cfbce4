package io.isthmus.agent.probe;

import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.probe.ProbeSettings.ClockClaim;
import io.isthmus.agent.testbed.Edge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** A prober in the namespace of an edge of the testbed, and what it tells. */
final class Probing implements AutoCloseable {

  static final ProbeSettings SETTINGS =
      new ProbeSettings(StampPacket.PORT, ClockClaim.SYNCHRONIZED);

  final Recorder heard = new Recorder();
  final Prober prober;

  Probing(Edge edge, ProbePlan plan) {
    this(edge, plan, SETTINGS);
  }

  Probing(Edge edge, ProbePlan plan, ProbeSettings settings) {
    prober =
        edge.call(
            () -> Prober.start(settings, heard, RandomGenerator.getDefault(), System.err::println));
    prober.measure(plan);
  }

  /** Paths by both WANs to each of the other edges, named {@code <edge>/<wan>}. */
  static ProbePlan mesh(int own, int intervalMillis, int... others) {
    List<ProbePlan.Link> links =
        List.of(
            new ProbePlan.Link("wan0", "wan0", IpAddress.parse("192.0.2." + own), 0),
            new ProbePlan.Link("wan1", "wan1", IpAddress.parse("198.51.100." + own), 0));
    List<ProbePlan.Path> paths = new ArrayList<>();
    for (int other : others) {
      paths.add(path(other, links.get(0), "192.0.2." + other, intervalMillis));
      paths.add(path(other, links.get(1), "198.51.100." + other, intervalMillis));
    }
    return new ProbePlan(links, paths);
  }

  static ProbePlan.Path path(int other, ProbePlan.Link link, String address, int intervalMillis) {
    return new ProbePlan.Path(
        other + "/" + link.name(), "edge-" + other, link, IpAddress.parse(address), intervalMillis);
  }

  @Override
  public void close() {
    try {
      prober.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
