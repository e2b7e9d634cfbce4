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
import io.isthmus.agent.steer.Steer;
import io.isthmus.agent.store.ConfigStore;
import io.isthmus.agent.store.ConfigStore.Absent;
import io.isthmus.agent.store.ConfigStore.Found;
import io.isthmus.agent.store.ConfigStore.SetAside;
import io.isthmus.agent.store.StoredConfig;
import io.isthmus.southbound.api.v1.ConfigDelta;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.api.v1.ErrorCode;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The configuration that the edge carries: brought up from disk, replaced by what the controller
 * sends, taken down when it is trusted no more. What is acknowledged is in the kernel and on disk.
 * Confined to the agent's thread.
 */
final class Configurations {

  private final AgentSettings settings;
  private final ConfigStore store;
  private final Dataplane dataplane;
  private final Steer steer;
  private final Repairs repairs;
  private final Tidying tidying;

  private long revision;
  private ByteString hash = ByteString.EMPTY;
  private boolean inCharge;
  private Counts counts = new Counts(0, 0, 0);

  Configurations(
      AgentSettings settings, Dataplane dataplane, Steer steer, Repairs repairs, Tidying tidying) {
    this.settings = settings;
    this.store = new ConfigStore(settings.stateDirectory());
    this.dataplane = dataplane;
    this.steer = steer;
    this.repairs = repairs;
    this.tidying = tidying;
  }

  /**
   * Updates since the start.
   *
   * @param applyMicros all that were spent on those that were applied
   */
  record Counts(long applied, long refused, long applyMicros) {

    Counts withApplied(long micros) {
      return new Counts(applied + 1, refused, applyMicros + micros);
    }

    Counts withRefused() {
      return new Counts(applied, refused + 1, applyMicros);
    }
  }

  /** Zero where nothing is carried, or not all of it. */
  long revision() {
    return revision;
  }

  /** Of the resources of the revision; empty where that is zero. */
  ByteString hash() {
    return hash;
  }

  /** Whether what the kernel holds is this agent's to say. */
  boolean isInCharge() {
    return inCharge;
  }

  Counts counts() {
    return counts;
  }

  /** Before, and without, a controller. */
  void bringUp(Credentials credentials) throws IOException {
    if (credentials.isRefused()) {
      Log.warn("the controller trusts this edge no more, so that it carries nothing");
      takeDown();
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
        takeDown();
      }
      case Found found -> bringUp(found.stored());
    }
  }

  private void bringUp(StoredConfig stored) throws IOException {
    long start = System.nanoTime();
    Repair repair = dataplane.start(stored.config());
    remember(stored);
    repairs.report(repair);
    steerOn();
    Log.info(
        "revision "
            + revision
            + " is up from disk: "
            + repair.kernelChanges()
            + " kernel changes in "
            + microsSince(start)
            + " us");
    if (!dataplane.isWhole()) {
      disown();
    }
  }

  /** What an earlier run chose goes on until paths are measured. */
  private void steerOn() throws IOException {
    Steer.Prepared prepared = steer.prepare(dataplane.config(), dataplane.members());
    dataplane.steer(prepared.changes());
    steer.commit(prepared, revision);
  }

  private void remember(StoredConfig stored) {
    carries(stored.revision(), UnsafeByteOperations.unsafeWrap(stored.config().hash()));
    inCharge = true;
  }

  private void carries(long revision, ByteString hash) {
    this.revision = revision;
    this.hash = hash;
    Log.carries(revision);
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
    carries(0, ByteString.EMPTY);
  }

  /** Carries nothing and keeps nothing to carry: what an edge does that is trusted no more. */
  void takeDown() throws IOException {
    store.delete();
    steer.commit(steer.prepare(ConfigSet.EMPTY, Map.of()), 0);
    Repair repair = dataplane.start(ConfigSet.EMPTY);
    if (repair.isHealed()) {
      Log.info("removed " + repair.kernelChanges() + " kernel objects and settings");
      repairs.foundGood();
    } else {
      repairs.report(repair);
    }
    carries(0, ByteString.EMPTY);
    // So that what could not be removed is tried again.
    inCharge = true;
  }

  /** An update, when it came, and whom to answer. */
  private record Request(ConfigUpdate update, long receivedAt, Session session) {
    long micros() {
      return microsSince(receivedAt);
    }
  }

  /** Puts an update in force or refuses it, and answers it. */
  void update(ConfigUpdate update, long receivedAt, Session session) throws IOException {
    Request request = new Request(update, receivedAt, session);
    switch (target(update)) {
      case Target target -> update(request, target.config());
      case Unusable unusable -> refuse(request, unusable.code(), unusable.message());
    }
  }

  private sealed interface Asked {}

  private record Target(ConfigSet config) implements Asked {}

  private record Unusable(ErrorCode code, String message) implements Asked {}

  private Asked target(ConfigUpdate update) {
    return switch (update.getContentCase()) {
      case FULL -> whole(update, ConfigSet.of(update.getFull().getResourcesList()));
      case DELTA -> {
        ConfigDelta delta = update.getDelta();
        if (!delta.getBaseHash().equals(hash)) {
          yield new Unusable(ErrorCode.ERROR_CODE_BASE_MISMATCH, "the edge carries another base");
        }
        ConfigSet base = hash.isEmpty() ? ConfigSet.EMPTY : dataplane.config();
        yield whole(update, base.with(delta.getUpsertsList(), delta.getRemovedKeysList()));
      }
      case CONTENT_NOT_SET ->
          new Unusable(ErrorCode.ERROR_CODE_INVALID, "the update has no content");
    };
  }

  private static Asked whole(ConfigUpdate update, ConfigSet config) {
    return UnsafeByteOperations.unsafeWrap(config.hash()).equals(update.getHash())
        ? new Target(config)
        : new Unusable(
            ErrorCode.ERROR_CODE_HASH_MISMATCH,
            "the resulting set of " + config.size() + " resources has another hash");
  }

  private void update(Request request, ConfigSet target) throws IOException {
    ConfigSet before = dataplane.config();
    Steer.Prepared prepared = steer.prepare(target, Map.of());
    Outcome outcome = dataplane.update(target, prepared.changes());
    repairs.changedByUs();
    tidying.worked(System.nanoTime());
    switch (outcome) {
      case Applied applied -> {
        if (keep(request, target, before) == Kept.YES) {
          acknowledge(request, applied);
          steer.commit(prepared, revision);
        }
      }
      case Refused refused -> refuse(request, refused.problems());
    }
  }

  private enum Kept {
    YES,
    NO
  }

  /**
   * What is acknowledged is on disk, so that a crash the moment after brings up what the controller
   * believes the edge to carry. A crash before costs one more update.
   */
  private Kept keep(Request request, ConfigSet target, ConfigSet before) throws IOException {
    StoredConfig stored = new StoredConfig(request.update().getRevision(), target);
    try {
      store.save(stored);
    } catch (IOException e) {
      dataplane.update(before, steer.inForce());
      refuse(
          request,
          ErrorCode.ERROR_CODE_UNSUPPORTED,
          "the configuration cannot be kept on disk: "
              + e
              + "; make room or mend the state directory");
      return Kept.NO;
    }
    remember(stored);
    return Kept.YES;
  }

  private void acknowledge(Request request, Applied applied) {
    long micros = request.micros();
    counts = counts.withApplied(micros);
    request
        .session()
        .send(
            Messages.applied(request.update(), hash, micros, applied.kernelChanges()),
            System.nanoTime());
    Log.info(
        "revision "
            + revision
            + " applied: "
            + dataplane.config().size()
            + " resources, "
            + applied.kernelChanges()
            + " kernel changes, "
            + micros
            + " us");
  }

  private void refuse(Request request, ErrorCode code, String message) {
    refuse(request, List.of(new Problem("", code, message)));
  }

  private void refuse(Request request, List<Problem> problems) {
    counts = counts.withRefused();
    request
        .session()
        .send(
            Messages.refused(request.update(), problems, request.micros(), revision, hash),
            System.nanoTime());
    Problem first = problems.getFirst();
    Log.warn(
        "revision "
            + request.update().getRevision()
            + " refused with "
            + problems.size()
            + " errors, first: "
            + first.key()
            + ": "
            + first.message()
            + "; keeping revision "
            + revision);
  }

  private static long microsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000;
  }
}
