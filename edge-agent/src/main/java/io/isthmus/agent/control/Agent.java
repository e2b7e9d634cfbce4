package io.isthmus.agent.control;

import io.isthmus.agent.apply.Dataplane;
import io.isthmus.agent.identity.Identity;
import io.isthmus.agent.identity.IdentityStore;
import io.isthmus.agent.net.Instance;
import io.isthmus.agent.netlink.KernelFeatures;
import io.isthmus.agent.netlink.KernelMonitor;
import io.isthmus.agent.netlink.MessageTrace;
import io.isthmus.agent.nft.NftTable;
import io.isthmus.agent.probe.Prober;
import io.isthmus.agent.steer.Steer;
import io.isthmus.agent.wireguard.Implementation;
import io.isthmus.agent.wireguard.Keys;
import io.isthmus.agent.wireguard.WireGuard;
import java.io.IOException;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * The agent of one edge, in the network namespace of the thread that calls {@link #run}. That
 * thread owns everything; {@link #stop} may be called by any.
 */
public final class Agent {

  private final AgentSettings settings;
  private final MessageTrace trace;
  private final RandomGenerator random;
  private final Inbox inbox = new Inbox();
  private final Backlog backlog = new Backlog(inbox::wakeUp);
  private final Reporter reporter = new Reporter(backlog);
  private final Steer steer = new Steer(backlog, inbox::wakeUp, new SystemTime(), Log::info);

  public Agent(AgentSettings settings, MessageTrace trace, RandomGenerator random) {
    this.settings = settings;
    this.trace = trace;
    this.random = random;
  }

  /** Ends {@link #run} soon. The data plane stays as it is. */
  public void stop() {
    inbox.offer(new Inbox.Stop());
  }

  public void run() throws IOException, InterruptedException {
    KernelFeatures features = features();
    try (Dataplane dataplane =
            Dataplane.open(
                settings.stateDirectory(),
                trace,
                features,
                wireguard(features),
                settings.probing().port());
        KernelMonitor monitor =
            KernelMonitor.open(dataplane.port(), new Instance(settings.instance()));
        Prober prober =
            Prober.start(settings.probing(), new Listeners(reporter, steer), random, Log::warn);
        AgentMetrics metrics = new AgentMetrics(prober, reporter, backlog)) {
      settings.metrics().ifPresent(metrics::serve);
      Repairs repairs = new Repairs(dataplane);
      Tidying tidying = new Tidying();
      Configurations configurations =
          new Configurations(settings, dataplane, steer, repairs, tidying);
      Introduction introduction = new Introduction(settings, features, dataplane, configurations);
      Measuring measuring = new Measuring(prober, reporter, backlog);
      Credentials credentials = credentials();
      configurations.bringUp(credentials);
      measuring.measure(dataplane.probePlan());
      startListening(monitor);
      try (ControllerChannel channel =
          new ControllerChannel(settings.controllers(), credentials.identity().controllers())) {
        Session session =
            new Session(
                channel,
                credentials,
                inbox,
                introduction::hello,
                () -> Messages.heartbeat(configurations.revision()),
                backlog,
                random,
                System.nanoTime());
        new AgentLoop(
                inbox,
                dataplane,
                steer,
                repairs,
                configurations,
                measuring,
                tidying,
                introduction,
                metrics,
                session)
            .run();
        session.close();
      }
    }
  }

  private WireGuard wireguard(KernelFeatures features) throws IOException {
    Implementation found = Implementation.detect(settings.wireguard(), features.kernelWireguard());
    Keys keys = Keys.open(settings.stateDirectory(), settings.instance());
    return new WireGuard(found, keys, settings.stateDirectory(), InstantSource.system());
  }

  private static KernelFeatures features() throws IOException {
    try {
      return KernelFeatures.probe();
    } catch (KernelFeatures.NotPermitted e) {
      Log.warn(e.getMessage() + "; the controller is told of no capabilities");
      return KernelFeatures.UNKNOWN;
    }
  }

  private Credentials credentials() throws IOException {
    IdentityStore identities = new IdentityStore(settings.stateDirectory());
    if (identities.protect() == IdentityStore.Protection.WAS_OPEN) {
      Log.warn("others could read this edge's key until now: where there are others, join anew");
    }
    Identity identity =
        identities
            .find()
            .orElseThrow(() -> new IOException("this device has not joined as an edge"));
    return new Credentials(identities, identity, InstantSource.system(), random);
  }

  private void startListening(KernelMonitor monitor) {
    Thread thread =
        new Thread(
            () -> {
              try {
                monitor.run(this::kernelEvent);
              } catch (IOException e) {
                Log.warn("the kernel's notifications are lost: " + e.getMessage());
              }
            },
            "kernel");
    thread.setDaemon(true);
    thread.start();
  }

  private void kernelEvent(KernelMonitor.Event event) {
    boolean own =
        event instanceof KernelMonitor.TableChanged table && NftTable.isOwn(table.process());
    if (!own) {
      inbox.kernelEvent(event);
    }
  }
}
