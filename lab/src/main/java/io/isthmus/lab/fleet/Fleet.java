package io.isthmus.lab.fleet;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.isthmus.agent.identity.ControllerAddress;
import io.isthmus.agent.identity.EnrollmentToken;
import io.isthmus.agent.identity.Identity;
import io.isthmus.agent.identity.IdentityStore;
import io.isthmus.agent.identity.Joining;
import io.isthmus.lab.LabFailure;
import io.isthmus.lab.rest.ControllerApi;
import io.isthmus.lab.up.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Edges of an intent that joined and stay connected until the fleet is closed. Measurements are
 * told for half a minute at a time, since the paths are many and the machine is one. But each edge
 * tells a part of them every few seconds: the controller takes one that is silent for away.
 */
public final class Fleet implements AutoCloseable {
  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final Duration BEAT = Duration.ofSeconds(4);
  private static final int PARTS = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int JOINING_AT_ONCE = 4;

  private final EventLoopGroup loops = new NioEventLoopGroup(2);
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final List<SimulatedEdge> edges;

  private Fleet(List<Identity> identities) {
    this.edges = identities.stream().map(identity -> new SimulatedEdge(identity, loops)).toList();
    long partMicros = WINDOW.toNanos() / 1_000 / PARTS;
    long apartMicros = partMicros / edges.size();
    for (int i = 0; i < edges.size(); i++) {
      SimulatedEdge edge = edges.get(i);
      clock.scheduleAtFixedRate(
          () -> edge.beat(), BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
      clock.scheduleAtFixedRate(
          () -> edge.measurePart(new Weather(Instant.now(), WINDOW), PARTS),
          partMicros + i * apartMicros,
          partMicros,
          TimeUnit.MICROSECONDS);
    }
  }

  /**
   * Joins and connects all of them.
   *
   * @param names edges of the intent that the controller has
   * @param identities directory for what they keep
   */
  public static Fleet of(
      List<String> names, ControllerApi api, ControllerAddress controller, Path identities) {
    List<Identity> joined = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(JOINING_AT_ONCE)) {
      List<Callable<Identity>> tasks = new ArrayList<>();
      names.forEach(name -> tasks.add(() -> join(name, api, controller, identities.resolve(name))));
      for (Future<Identity> done : executor.invokeAll(tasks)) {
        joined.add(done.get());
      }
    } catch (ExecutionException e) {
      throw new LabFailure("an edge has not joined: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("interrupted", e);
    }
    return new Fleet(joined);
  }

  private static Identity join(
      String edge, ControllerApi api, ControllerAddress controller, Path state)
      throws Joining.NotJoined, IOException, InterruptedException {
    return new Joining(new IdentityStore(state), InstantSource.system(), line -> {})
        .join(
            new Joining.Invitation(
                EnrollmentToken.parse(api.enrollmentToken(edge)),
                "",
                1,
                List.of(controller),
                Duration.ofMinutes(1),
                "simulated"));
  }

  /** Waits until each has been told what it should carry. */
  public void awaitInSync() {
    Waiting.until(
        PATIENCE,
        Duration.ofMillis(100),
        () -> edges.stream().allMatch(SimulatedEdge::isInSync),
        () ->
            "%d edges have no configuration"
                .formatted(edges.stream().filter(edge -> !edge.isInSync()).count()));
  }

  /** Tells of all paths at once. */
  public void measure() {
    Weather weather = new Weather(Instant.now(), WINDOW);
    edges.forEach(edge -> edge.measure(weather));
  }

  /** Directions of paths that the edges were told to measure. */
  public int paths() {
    return edges.stream().mapToInt(SimulatedEdge::pathCount).sum();
  }

  /** Edges whose stream was ended by the controller. */
  public long lost() {
    return edges.stream().filter(SimulatedEdge::hasEnded).count();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    edges.forEach(SimulatedEdge::close);
    var unused = loops.shutdownGracefully(0, 5, TimeUnit.SECONDS);
  }
}
