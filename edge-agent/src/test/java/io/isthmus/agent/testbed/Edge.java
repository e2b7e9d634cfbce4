package io.isthmus.agent.testbed;

import io.isthmus.agent.apply.Dataplane;
import io.isthmus.agent.desired.ConfigSet;
import io.isthmus.agent.desired.GroupChange;
import io.isthmus.agent.net.Instance;
import io.isthmus.agent.netlink.KernelFeatures;
import io.isthmus.agent.netlink.NetworkNamespace;
import io.isthmus.agent.probe.ProbePlan;
import io.isthmus.agent.wireguard.Implementation;
import io.isthmus.agent.wireguard.Key;
import io.isthmus.agent.wireguard.Keys;
import io.isthmus.agent.wireguard.WireGuard;
import io.isthmus.southbound.api.v1.ConfigResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An edge of the testbed: its namespace, one LAN host, and a data plane on a thread of its own. */
public final class Edge implements AutoCloseable {

  private final int number;
  private final Instance instance;
  private final String lan;
  private final Node node;
  private final Node host;
  private final Path state;
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().factory());
  private KernelFeatures features = KernelFeatures.probe();
  private Implementation implementation =
      Implementation.detect(Implementation.Choice.AUTO, features.kernelWireguard());
  private Dataplane dataplane;

  Edge(int number, Node node, Node host) throws IOException {
    this(number, Instance.FIRST, node, "lan0", host);
  }

  Edge(int number, Instance instance, Node node, String lan, Node host) throws IOException {
    this.instance = instance;
    this.lan = lan;
    this.number = number;
    this.node = node;
    this.host = host;
    this.state = Files.createTempDirectory("isthmus-it");
    call(() -> {
      NetworkNamespace.enter(node.path());
      return null;
    });
    restart();
  }

  /** As after kill -9: nothing is left of the old one but the kernel and the state directory. */
  public void restart() {
    call(() -> {
      if (dataplane != null) {
        dataplane.close();
      }
      WireGuard wireguard =
          new WireGuard(
              implementation, Keys.open(state, instance.number()), state, InstantSource.system());
      dataplane = Dataplane.open(state, messages::add, features, wireguard, instance.stampPort());
      return null;
    });
  }

  /** As if the kernel knew no resilient groups, from the next restart on. */
  public void forgetResilientGroups() {
    features = KernelFeatures.UNKNOWN;
  }

  /** As if the machine had no WireGuard, from the next restart on. */
  public void forgetWireGuard() {
    implementation = Implementation.NONE;
  }

  /** What encrypts paths. */
  public Implementation wireguard() {
    return implementation;
  }

  /** What is to be measured. */
  public ProbePlan probePlan() {
    return call(() -> dataplane.probePlan());
  }

  /** Names of the WireGuard interfaces that are there. */
  public List<String> secureInterfaces() {
    // ip complains of veth peers whose namespace goes meanwhile.
    String found = node.sh("ip -o link 2>/dev/null | grep -o ' wg0[^:@]*' || true");
    return found.lines().map(String::strip).toList();
  }

  /** The keys that the edge has made. */
  public List<Key> keys() {
    return call(() -> dataplane.publicKeys());
  }

  /** Name of its LAN interface. */
  public String lan() {
    return lan;
  }

  public int number() {
    return number;
  }

  public Node node() {
    return node;
  }

  public Node host() {
    return host;
  }

  public Path state() {
    return state;
  }

  public Dataplane.Outcome update(Collection<ConfigResource> resources) {
    return call(() -> dataplane.update(ConfigSet.of(resources)));
  }

  public Dataplane.Outcome delta(Collection<ConfigResource> upserts, Collection<String> removed) {
    return call(() -> dataplane.update(dataplane.config().with(upserts, removed)));
  }

  /** Fails with the reasons where the edge refuses. */
  public Dataplane.Applied apply(Collection<ConfigResource> resources) {
    return applied(update(resources));
  }

  public Dataplane.Applied applyDelta(
      Collection<ConfigResource> upserts, Collection<String> removed) {
    return applied(delta(upserts, removed));
  }

  private static Dataplane.Applied applied(Dataplane.Outcome outcome) {
    return switch (outcome) {
      case Dataplane.Applied applied -> applied;
      case Dataplane.Refused refused -> throw new AssertionError(refused.toString());
    };
  }

  public Dataplane.Steered steer(GroupChange... changes) {
    return call(() -> dataplane.steer(List.of(changes)));
  }

  /** What carries a steering, as {@code tunnelKey=weight}. */
  public List<String> members(String steeringKey) {
    return call(() -> dataplane.members()).get(steeringKey).stream()
        .map(share -> share.tunnelKey() + "=" + share.weight())
        .toList();
  }

  public Dataplane.Repair repair() {
    return call(() -> dataplane.repair());
  }

  public Dataplane.Repair start(ConfigSet config) {
    return call(() -> dataplane.start(config));
  }

  public ConfigSet config() {
    return call(() -> dataplane.config());
  }

  /** Netlink messages that were sent since the last call. */
  public List<String> takeMessages() {
    List<String> taken = List.copyOf(messages);
    messages.clear();
    return taken;
  }

  /** Everything of the agent's that iproute2 and nft can show, without counts. */
  public String dump() {
    return node.sh(
        "for f in 4 6; do ip -$f rule; ip -$f route show table all proto "
            + instance.protocol()
            + " | sort; done; "
            + "ip nexthop show | sort; ip -d link show type vxlan | sed 's/^[0-9]*: //';"
            + " ip neigh show dev "
            + instance.device()
            + " nud permanent 2>/dev/null | sort;"
            + " ip addr show dev "
            + instance.device()
            + " 2>/dev/null | grep inet; bridge vni show 2>/dev/null;"
            + " nft -s list table inet "
            + instance.nftTable()
            + " 2>/dev/null; true");
  }

  public <T> T call(Callable<T> action) {
    try {
      return thread.submit(action).get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    // Processes that encrypt outlive the agent, but not their interfaces.
    secureInterfaces().forEach(name -> node.attempt("ip link del " + name));
    call(() -> {
      dataplane.close();
      return null;
    });
    thread.shutdown();
    Shell.attempt("rm", "-r", state.toString());
  }
}
