package io.isthmus.lab.fleet;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.stub.StreamObserver;
import io.isthmus.agent.identity.ClientTls;
import io.isthmus.agent.identity.ControllerTrust;
import io.isthmus.agent.identity.Identity;
import io.isthmus.southbound.api.v1.Applied;
import io.isthmus.southbound.api.v1.Capabilities;
import io.isthmus.southbound.api.v1.ConfigResource;
import io.isthmus.southbound.api.v1.ConfigResult;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.api.v1.ControllerMessage;
import io.isthmus.southbound.api.v1.EdgeControlGrpc;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.Heartbeat;
import io.isthmus.southbound.api.v1.Hello;
import io.isthmus.southbound.api.v1.Measurements;
import io.isthmus.southbound.api.v1.WireGuardImplementation;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** One edge of a fleet: says that it has done what it was asked. Safe for any thread. */
final class SimulatedEdge implements StreamObserver<ControllerMessage>, AutoCloseable {
  private static final int LARGEST_MESSAGE_BYTES = 16 << 20;
  private static final long RESIDENT_BYTES = 68L << 20;

  private final Identity identity;
  private final ManagedChannel channel;
  private final Set<String> paths = new ConcurrentSkipListSet<>();
  private final StreamObserver<EdgeMessage> up;
  private volatile boolean inSync;
  private int nextPart;
  private volatile boolean ended;

  SimulatedEdge(Identity identity, EventLoopGroup loops) {
    this.identity = identity;
    ControllerTrust trust =
        ControllerTrust.of(
            identity.trustBundle(), identity.spiffeId().trustDomain(), InstantSource.system());
    this.channel =
        ClientTls.to(identity.controllers().getFirst(), ClientTls.of(identity, trust))
            .eventLoopGroup(loops)
            .channelType(NioSocketChannel.class)
            .directExecutor()
            .maxInboundMessageSize(LARGEST_MESSAGE_BYTES)
            .build();
    this.up = EdgeControlGrpc.newStub(channel).connect(this);
    say(EdgeMessage.newBuilder().setHello(hello()).build());
  }

  private Hello hello() {
    return Hello.newBuilder()
        .setTenant(identity.tenant())
        .setEdge(identity.edge())
        .setAgentVersion("simulated")
        .setBootId(identity.edge())
        .setStampPort(862)
        .setCapabilities(
            Capabilities.newBuilder()
                .setKernelRelease("6.12.0")
                .setVxlanVniFilter(true)
                .setNexthopObjects(true)
                .setResilientGroups(true)
                .setIpv6(true)
                .setWireguard(WireGuardImplementation.WIREGUARD_IMPLEMENTATION_KERNEL))
        .build();
  }

  private synchronized void say(EdgeMessage message) {
    if (!ended) {
      up.onNext(message);
    }
  }

  @Override
  public void onNext(ControllerMessage message) {
    if (message.hasConfigUpdate()) {
      ConfigUpdate update = message.getConfigUpdate();
      obey(update);
      say(applied(update.getNonce(), update.getRevision(), update.getHash()));
      inSync = true;
    }
  }

  private void obey(ConfigUpdate update) {
    if (update.hasFull()) {
      paths.clear();
      add(update.getFull().getResourcesList());
    } else {
      add(update.getDelta().getUpsertsList());
      update.getDelta().getRemovedKeysList().forEach(paths::remove);
    }
  }

  private void add(List<ConfigResource> resources) {
    resources.stream()
        .filter(ConfigResource::hasPath)
        .map(ConfigResource::getKey)
        .forEach(paths::add);
  }

  private static EdgeMessage applied(String nonce, long revision, ByteString hash) {
    return EdgeMessage.newBuilder()
        .setConfigResult(
            ConfigResult.newBuilder()
                .setNonce(nonce)
                .setRevision(revision)
                .setApplied(Applied.newBuilder().setHash(hash).setKernelChanges(1)))
        .build();
  }

  @Override
  public synchronized void onError(Throwable error) {
    ended = true;
  }

  @Override
  public synchronized void onCompleted() {
    ended = true;
  }

  /** Whether it was told what it should carry. */
  boolean isInSync() {
    return inSync;
  }

  boolean hasEnded() {
    return ended;
  }

  int pathCount() {
    return paths.size();
  }

  void beat() {
    say(
        EdgeMessage.newBuilder()
            .setHeartbeat(Heartbeat.newBuilder().setAgentRssBytes(RESIDENT_BYTES))
            .build());
  }

  /** Tells how its paths were in a window that ends now. */
  void measure(Weather weather) {
    measure(weather, List.copyOf(paths));
  }

  /** The same of some of its paths: of all of them once in so many calls. For one thread. */
  void measurePart(Weather weather, int parts) {
    int part = nextPart++ % parts;
    List<String> all = List.copyOf(paths);
    measure(weather, all.subList(all.size() * part / parts, all.size() * (part + 1) / parts));
  }

  private void measure(Weather weather, List<String> some) {
    Measurements.Builder measurements = Measurements.newBuilder();
    some.forEach(
        path -> measurements.addPaths(weather.window(path, (identity.edge() + path).hashCode())));
    if (measurements.getPathsCount() > 0) {
      say(EdgeMessage.newBuilder().setMeasurements(measurements).build());
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
