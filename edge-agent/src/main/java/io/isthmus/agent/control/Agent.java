package io.isthmus.agent.control;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.isthmus.agent.apply.Dataplane;
import io.isthmus.agent.apply.Dataplane.Applied;
import io.isthmus.agent.apply.Dataplane.Outcome;
import io.isthmus.agent.apply.Dataplane.Refused;
import io.isthmus.agent.apply.Dataplane.Repair;
import io.isthmus.agent.desired.ConfigSet;
import io.isthmus.agent.desired.Problem;
import io.isthmus.agent.identity.Identity;
import io.isthmus.agent.identity.IdentityStore;
import io.isthmus.agent.net.Instance;
import io.isthmus.agent.netlink.KernelFeatures;
import io.isthmus.agent.netlink.KernelMonitor;
import io.isthmus.agent.netlink.MessageTrace;
import io.isthmus.agent.nft.NftTable;
import io.isthmus.agent.probe.ProbePlan;
import io.isthmus.agent.probe.Prober;
import io.isthmus.agent.steer.Steer;
import io.isthmus.agent.store.ConfigStore;
import io.isthmus.agent.store.ConfigStore.Absent;
import io.isthmus.agent.store.ConfigStore.Found;
import io.isthmus.agent.store.ConfigStore.SetAside;
import io.isthmus.agent.store.StoredConfig;
import io.isthmus.agent.wireguard.Implementation;
import io.isthmus.agent.wireguard.Key;
import io.isthmus.agent.wireguard.Keys;
import io.isthmus.agent.wireguard.WireGuard;
import io.isthmus.southbound.api.v1.ConfigDelta;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The agent of one edge, in the network namespace of the thread that calls {@link #run}. That
 * thread owns everything; {@link #stop} may be called by any.
 */
public final class Agent {

  private static final long IDLE = Duration.ofSeconds(60).toNanos();

  /**
   * The kernel tells of VNIs without saying who changed them: shortly after an update it was us.
   */
  private static final long OWN_VNIS = Duration.ofMillis(500).toNanos();

  /** When it has been quiet for so long, garbage goes back to the system: an edge is small. */
  private static final long TIDY_AFTER = Duration.ofSeconds(2).toNanos();

  /** How much time one message of measurements covers. */
  private static final long BATCH = Duration.ofSeconds(1).toNanos();

  private static final long NEVER = Long.MAX_VALUE;

  private final AgentSettings settings;
  private final MessageTrace trace;
  private final RandomGenerator random;
  private final ConfigStore store;
  private final Inbox inbox = new Inbox();
  private final Backlog backlog = new Backlog(inbox::wakeUp);
  private final Reporter reporter = new Reporter(backlog);
  private final Steer steer = new Steer(backlog, inbox::wakeUp, new SystemTime(), Log::info);
  private final String bootId = UUID.randomUUID().toString();

  private long revision;
  private ByteString hash = ByteString.EMPTY;
  private boolean carriesConfig;
  private long appliedUpdates;
  private long refusedUpdates;
  private long applyMicros;
  private long mendedObjects;
  private List<Key> toldKeys = List.of();
  private ProbePlan measured = ProbePlan.NOTHING;
  private long batchAt = System.nanoTime();
  private long updatedAt;
  private long tidyAt = System.nanoTime() + TIDY_AFTER;

  public Agent(AgentSettings settings, MessageTrace trace, RandomGenerator random) {
    this.settings = settings;
    this.trace = trace;
    this.random = random;
    this.store = new ConfigStore(settings.stateDirectory());
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
      RepairSchedule repairs = new RepairSchedule(System.nanoTime());
      Credentials credentials = credentials();
      bringUp(dataplane, repairs, credentials);
      measure(dataplane, prober);
      startListening(monitor);
      try (ControllerChannel channel =
          new ControllerChannel(settings.controllers(), credentials.identity().controllers())) {
        Session session =
            new Session(
                channel,
                credentials,
                inbox,
                () -> hello(features, dataplane),
                () -> Messages.heartbeat(revision),
                backlog,
                random,
                System.nanoTime());
        loop(dataplane, prober, session, repairs, metrics);
        session.close();
      }
    }
  }

  private WireGuard wireguard(KernelFeatures features) throws IOException {
    Implementation found = Implementation.detect(settings.wireguard(), features.kernelWireguard());
    Keys keys = Keys.open(settings.stateDirectory(), settings.instance());
    return new WireGuard(found, keys, settings.stateDirectory(), InstantSource.system());
  }

  private EdgeMessage hello(KernelFeatures features, Dataplane dataplane) {
    toldKeys = dataplane.publicKeys();
    return Messages.hello(settings, bootId, features, dataplane, revision, hash);
  }

  /** Neighbours cannot be told of keys that nobody knows of. */
  private void tellKeys(Dataplane dataplane, Session session) {
    List<Key> keys = dataplane.publicKeys();
    if (session.isWelcome() && !keys.equals(toldKeys)) {
      session.send(Messages.wireguardKeys(keys), System.nanoTime());
      toldKeys = keys;
    }
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

  /** Before, and without, a controller. */
  private void bringUp(Dataplane dataplane, RepairSchedule repairs, Credentials credentials)
      throws IOException {
    if (credentials.isRefused()) {
      Log.warn("the controller trusts this edge no more, so that it carries nothing");
      takeDown(dataplane, repairs);
      return;
    }
    switch (store.load()) {
      case Absent ignored -> Log.info("no configuration on disk, waiting for the controller");
      case SetAside aside ->
          Log.warn(
              "the configuration on disk is damaged ("
                  + aside.reason()
                  + "), it was moved to "
                  + aside.to()
                  + "; waiting for the controller");
      case Found found when !found.stored().config().isFor(settings.tenant(), settings.edge()) -> {
        Log.warn("the configuration on disk is another edge's, it is taken down");
        takeDown(dataplane, repairs);
      }
      case Found found -> {
        long start = System.nanoTime();
        Repair repair = dataplane.start(found.stored().config());
        remember(found.stored());
        report(repair, repairs);
        steerOn(dataplane);
        Log.info(
            "revision "
                + revision
                + " is up from disk: "
                + repair.kernelChanges()
                + " kernel changes in "
                + micros(start)
                + " us");
        if (!dataplane.isWhole()) {
          disown();
        }
      }
    }
  }

  /** Carries nothing and keeps nothing to carry: what an edge does that is trusted no more. */
  private void takeDown(Dataplane dataplane, RepairSchedule repairs) throws IOException {
    store.delete();
    steer.commit(steer.prepare(ConfigSet.EMPTY, Map.of()), 0);
    Repair repair = dataplane.start(ConfigSet.EMPTY);
    if (repair.isHealed()) {
      Log.info("removed " + repair.kernelChanges() + " kernel objects and settings");
      repairs.foundGood(System.nanoTime());
    } else {
      report(repair, repairs);
    }
    revision = 0;
    Log.carries(revision);
    hash = ByteString.EMPTY;
    // So that what could not be removed is tried again.
    carriesConfig = true;
  }

  /** What an earlier run chose goes on until paths are measured. */
  private void steerOn(Dataplane dataplane) throws IOException {
    Steer.Prepared prepared = steer.prepare(dataplane.config(), dataplane.members());
    dataplane.steer(prepared.changes());
    steer.commit(prepared, revision);
  }

  private void remember(StoredConfig stored) {
    revision = stored.revision();
    Log.carries(revision);
    hash = UnsafeByteOperations.unsafeWrap(stored.config().hash());
    carriesConfig = true;
  }

  /**
   * Says that it carries nothing of what it carries in part: the controller sends it once more, and
   * hears in the refusal what is missing.
   */
  private void disown() {
    Log.warn(
        "revision "
            + revision
            + " asks for encrypted paths and nothing here can encrypt: they carry nothing; install"
            + " wireguard-tools and wireguard-go, or a kernel with WireGuard, and start the agent"
            + " again");
    revision = 0;
    Log.carries(revision);
    hash = ByteString.EMPTY;
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

  private void loop(
      Dataplane dataplane,
      Prober prober,
      Session session,
      RepairSchedule repairs,
      AgentMetrics metrics)
      throws IOException, InterruptedException {
    while (true) {
      long now = System.nanoTime();
      long wait = Math.min(session.dueIn(now), repairs.nextAt() - now);
      Inbox.Item item = inbox.take(Duration.ofNanos(Math.min(wait, choresIn(now))));
      // Whatever else has come: traffic on a dead path comes first.
      reroute(dataplane, repairs);
      now = System.nanoTime();
      switch (item) {
        case Inbox.Stop ignored -> {
          return;
        }
        case Inbox.Received received -> {
          ConfigUpdate update = session.received(received, now);
          if (update != null) {
            Log.works(update.getRevision(), update.getTraceParent());
            update(update, received.atNanos(), dataplane, session);
            Log.done();
            measure(dataplane, prober);
          }
        }
        case Inbox.StreamEnded ended -> session.ended(ended, now);
        case Inbox.Enrolled enrolled -> session.enrolled(enrolled, now);
        case Inbox.KernelChanged changed -> repairs.changed(changed.atNanos());
        case Inbox.VnisChanged changed -> {
          if (changed.atNanos() - updatedAt > OWN_VNIS) {
            repairs.changed(changed.atNanos());
          }
        }
        case Inbox.Wake ignored -> {}
        case null -> {}
      }
      chores(now);
      if (session.isDistrusted() && !dataplane.config().isEmpty()) {
        Log.warn("the controller trusts this edge no more: its overlays are taken down");
        takeDown(dataplane, repairs);
        measure(dataplane, prober);
      }
      session.run(System.nanoTime());
      if (session.isAnother()) {
        throw new IOException("this device has joined as another edge: start the agent again");
      }
      session.flush();
      tellKeys(dataplane, session);
      metrics.update(
          new AgentMetrics.Now(
              revision,
              session.isWelcome(),
              session.certificateExpiry(),
              appliedUpdates,
              refusedUpdates,
              applyMicros,
              mendedObjects));
      repair(dataplane, session, repairs);
    }
  }

  private void reroute(Dataplane dataplane, RepairSchedule repairs) throws IOException {
    steer.tickIfDue();
    List<Problem> refused = steer.apply(dataplane);
    if (!refused.isEmpty()) {
      repairs.changed(System.nanoTime());
      Problem first = refused.getFirst();
      Log.warn(
          refused.size() + " reroutes refused, first: " + first.key() + ": " + first.message());
    }
  }

  private void measure(Dataplane dataplane, Prober prober) {
    ProbePlan plan = dataplane.probePlan();
    if (!plan.equals(measured)) {
      prober.measure(plan);
      reporter.measured(plan);
      measured = plan;
    }
  }

  private long choresIn(long now) {
    long chores = measured.paths().isEmpty() ? IDLE : batchAt - now;
    chores = Math.min(chores, steer.dueIn(now));
    return tidyAt == NEVER ? chores : Math.min(chores, tidyAt - now);
  }

  private void chores(long now) {
    if (now >= batchAt) {
      backlog.closeBatch();
      batchAt = Math.max(batchAt + BATCH, now);
    }
    if (tidyAt != NEVER && now >= tidyAt) {
      tidyAt = NEVER;
      System.gc();
    }
  }

  private void update(ConfigUpdate update, long receivedAt, Dataplane dataplane, Session session)
      throws IOException {
    ConfigSet target;
    switch (update.getContentCase()) {
      case FULL -> target = ConfigSet.of(update.getFull().getResourcesList());
      case DELTA -> {
        ConfigDelta delta = update.getDelta();
        if (!delta.getBaseHash().equals(hash)) {
          refuse(
              update,
              receivedAt,
              ErrorCode.ERROR_CODE_BASE_MISMATCH,
              "the edge carries another base",
              session);
          return;
        }
        ConfigSet base = hash.isEmpty() ? ConfigSet.EMPTY : dataplane.config();
        target = base.with(delta.getUpsertsList(), delta.getRemovedKeysList());
      }
      case CONTENT_NOT_SET -> {
        refuse(
            update, receivedAt, ErrorCode.ERROR_CODE_INVALID, "the update has no content", session);
        return;
      }
      default -> throw new IllegalStateException();
    }
    ByteString targetHash = UnsafeByteOperations.unsafeWrap(target.hash());
    if (!targetHash.equals(update.getHash())) {
      refuse(
          update,
          receivedAt,
          ErrorCode.ERROR_CODE_HASH_MISMATCH,
          "the resulting set of " + target.size() + " resources has another hash",
          session);
      return;
    }
    ConfigSet before = dataplane.config();
    Steer.Prepared prepared = steer.prepare(target, Map.of());
    Outcome outcome = dataplane.update(target, prepared.changes());
    updatedAt = System.nanoTime();
    tidyAt = updatedAt + TIDY_AFTER;
    switch (outcome) {
      case Applied applied -> {
        if (keep(update, receivedAt, target, before, applied, dataplane, session) == Kept.YES) {
          steer.commit(prepared, revision);
        }
      }
      case Refused refused -> refuse(update, receivedAt, refused.problems(), session);
    }
  }

  /**
   * What is acknowledged is on disk, so that a crash the moment after brings up what the controller
   * believes the edge to carry. A crash before costs one more update.
   */
  private Kept keep(
      ConfigUpdate update,
      long receivedAt,
      ConfigSet target,
      ConfigSet before,
      Applied applied,
      Dataplane dataplane,
      Session session)
      throws IOException {
    StoredConfig stored = new StoredConfig(update.getRevision(), target);
    try {
      store.save(stored);
    } catch (IOException e) {
      dataplane.update(before, steer.inForce());
      refuse(
          update,
          receivedAt,
          ErrorCode.ERROR_CODE_UNSUPPORTED,
          "the configuration cannot be kept on disk: "
              + e
              + "; make room or mend the state directory",
          session);
      return Kept.NO;
    }
    remember(stored);
    long micros = micros(receivedAt);
    appliedUpdates++;
    applyMicros += micros;
    session.send(
        Messages.applied(update, hash, micros, applied.kernelChanges()), System.nanoTime());
    Log.info(
        "revision "
            + revision
            + " applied: "
            + target.size()
            + " resources, "
            + applied.kernelChanges()
            + " kernel changes, "
            + micros
            + " us");
    return Kept.YES;
  }

  private enum Kept {
    YES,
    NO
  }

  private void refuse(
      ConfigUpdate update, long receivedAt, ErrorCode code, String message, Session session) {
    refuse(update, receivedAt, List.of(new Problem("", code, message)), session);
  }

  private void refuse(
      ConfigUpdate update, long receivedAt, List<Problem> problems, Session session) {
    refusedUpdates++;
    session.send(
        Messages.refused(update, problems, micros(receivedAt), revision, hash), System.nanoTime());
    Problem first = problems.getFirst();
    Log.warn(
        "revision "
            + update.getRevision()
            + " refused with "
            + problems.size()
            + " errors, first: "
            + first.key()
            + ": "
            + first.message()
            + "; keeping revision "
            + revision);
  }

  private void repair(Dataplane dataplane, Session session, RepairSchedule repairs)
      throws IOException {
    long now = System.nanoTime();
    if (repairs.nextAt() > now) {
      return;
    }
    if (!carriesConfig) {
      // What an agent of another state directory left behind is not taken down before there is
      // something to put in its place.
      repairs.foundGood(now);
      return;
    }
    long since = repairs.isChanged() ? repairs.since() : now;
    Repair repair = dataplane.repair();
    mendedObjects += repair.repaired().size();
    updatedAt = repair.kernelChanges() > 0 ? System.nanoTime() : updatedAt;
    boolean eventful = report(repair, repairs);
    if (eventful && session.isWelcome()) {
      session.send(Messages.drift(repair, micros(since)), System.nanoTime());
    }
  }

  /** Whether there is something to tell. */
  private static boolean report(Repair repair, RepairSchedule repairs) {
    long now = System.nanoTime();
    if (!repair.isHealed()) {
      repairs.failed(now);
      Log.warn("not repaired, trying again: " + String.join("; ", repair.failures()));
      return true;
    }
    if (repair.repaired().isEmpty()) {
      repairs.foundGood(now);
      return false;
    }
    repairs.mended(now);
    int shown = Math.min(3, repair.repaired().size());
    Log.warn(
        "repaired "
            + repair.repaired().size()
            + " objects that others changed: "
            + String.join("; ", repair.repaired().subList(0, shown))
            + (shown < repair.repaired().size() ? " …" : ""));
    return true;
  }

  private static long micros(long since) {
    return (System.nanoTime() - since) / 1_000;
  }
}
