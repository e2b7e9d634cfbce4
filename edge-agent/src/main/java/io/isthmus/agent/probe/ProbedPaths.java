package io.isthmus.agent.probe;

import io.isthmus.agent.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The links and paths of the plan that is measured. What a new plan leaves as it was goes on
 * undisturbed; lists are replaced and never changed. Confined to the probing thread.
 */
final class ProbedPaths {

  private final ProbeSettings settings;
  private final ProbeListener listener;
  private final RandomGenerator random;
  private final Clocks clocks;
  private List<WanPort> ports = List.of();
  private List<MeasuredPath> paths = List.of();
  private List<PathHealth> healths = List.of();
  private List<IpAddress> peers = List.of();

  ProbedPaths(
      ProbeSettings settings, ProbeListener listener, RandomGenerator random, Clocks clocks) {
    this.settings = settings;
    this.listener = listener;
    this.random = random;
    this.clocks = clocks;
  }

  List<WanPort> ports() {
    return ports;
  }

  List<MeasuredPath> paths() {
    return paths;
  }

  /** Of the paths, in their order. */
  List<PathHealth> healths() {
    return healths;
  }

  /** Who may measure us. */
  List<IpAddress> peers() {
    return peers;
  }

  void take(ProbePlan plan, long now) {
    replacePorts(plan, now);
    replacePaths(plan, now);
    healths = paths.stream().map(p -> p.health).toList();
    PathHealth.relate(healths);
    peers = plan.paths().stream().flatMap(p -> p.askers().stream()).distinct().toList();
    ports.forEach(this::stretch);
  }

  private void replacePorts(ProbePlan plan, long now) {
    List<WanPort> old = new ArrayList<>(ports);
    List<WanPort> replaced = new ArrayList<>();
    for (ProbePlan.Link link : plan.links()) {
      WanPort port = portOf(link, old);
      if (port == null) {
        port = new WanPort(link, random.nextInt(), now);
      }
      old.remove(port);
      replaced.add(port);
    }
    // An address may have moved from one link to another: the old one lets go of it first.
    old.forEach(WanPort::close);
    ports = List.copyOf(replaced);
    for (int i = 0; i < replaced.size(); i++) {
      replaced.get(i).become(plan.links().get(i), now);
    }
  }

  private static @Nullable WanPort portOf(ProbePlan.Link link, List<WanPort> among) {
    for (WanPort port : among) {
      if (port.isOf(link)) {
        return port;
      }
    }
    return null;
  }

  private void replacePaths(ProbePlan plan, long now) {
    Map<String, MeasuredPath> old = new HashMap<>();
    paths.forEach(path -> old.put(path.plan().key(), path));
    List<MeasuredPath> replaced = new ArrayList<>();
    for (ProbePlan.Path wanted : plan.paths()) {
      MeasuredPath path = old.get(wanted.key());
      WanPort port = portOf(wanted.link(), ports);
      if (port == null) {
        throw new IllegalStateException("path " + wanted.key() + " lies on no link of the plan");
      }
      if (path != null && path.port == port && wanted.continues(path.plan())) {
        old.remove(wanted.key());
        path.become(wanted);
      } else {
        path = begun(wanted, port, replaced.size(), plan.paths().size(), now);
      }
      replaced.add(path);
    }
    paths = List.copyOf(replaced);
  }

  /** First probes are spread over an interval, and windows over a second. */
  private MeasuredPath begun(ProbePlan.Path plan, WanPort port, int index, int count, long now) {
    int id = 1 + random.nextInt(0xffff);
    double phase = (double) index / count;
    MeasuredPath path = new MeasuredPath(plan, port, settings.port(), id, listener, now, phase);
    clocks.read();
    long end = now + Prober.SECOND + Prober.SECOND * index / count;
    path.beginWindow(now, clocks.wall(), end);
    return path;
  }

  /** Probes are sent less often where the link has no room for all of them. */
  void stretch(WanPort port) {
    double probesPerSecond = 0;
    for (MeasuredPath path : paths) {
      probesPerSecond += path.port == port ? path.probesPerSecond() : 0;
    }
    double factor = port.allowance().stretch(probesPerSecond);
    for (MeasuredPath path : paths) {
      if (path.port == port) {
        path.stretch(factor);
      }
    }
  }

  void close() {
    ports.forEach(WanPort::close);
  }
}
