package io.isthmus.southbound.session;

import com.google.protobuf.ByteString;
import io.isthmus.domain.operation.EdgeError;
import io.isthmus.domain.plan.EdgePlan;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.southbound.api.v1.Applied;
import io.isthmus.southbound.api.v1.ConfigResult;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.api.v1.ErrorCode;
import io.isthmus.southbound.api.v1.Hello;
import io.isthmus.southbound.api.v1.Refused;
import io.isthmus.southbound.api.v1.ResourceError;
import io.isthmus.southbound.wire.WireConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Knows what an edge carries and decides what it is sent next. Level-triggered: it is shown the
 * newest configuration whenever something happened, and sends it when nothing is on its way and the
 * edge carries something else. Does no I/O; owned by one session.
 */
final class ConfigSync {
  private static final int HASH_BYTES = 32;

  /** What the session is to do. */
  sealed interface Step {
    /** Nothing, until something happens or {@link #wakeAtNanos}. */
    record Rest() implements Step {}

    /** Send this. */
    record Send(ConfigUpdate update) implements Step {}

    /** Record that the edge carries this revision. */
    record Confirmed(long revision) implements Step {}

    /** Record that the edge refused this revision. */
    record Failed(long revision, List<EdgeError> errors) implements Step {}
  }

  private static final Step REST = new Step.Rest();

  private record Sent(WireConfig target, ConfigUpdate update, long answerByNanos) {}

  private record Refusal(long revision, List<EdgeError> errors, int times, long retryAtNanos) {}

  private final SessionLimits limits;
  private final RandomGenerator random;
  private final String noncePrefix;
  private long nonces;

  /** What the edge carries: its hash as the edge said it, empty for nothing. */
  private ByteString carriedHash;

  /** Its content, where that is known. */
  private @Nullable WireConfig carried;

  private @Nullable Sent onItsWay;
  private @Nullable Refusal refusal;

  /** The newest that the edge has or was sent: revisions never fall. */
  private long newestRevision;

  private OptionalLong confirmed = OptionalLong.empty();
  private boolean deltaFailed;

  /**
   * @param epoch of the session; makes nonces unique
   * @param hello what the edge says that it carries
   * @param plannedRevision of the plan at this moment; whatever was sent before is not newer
   * @param carried the content of what the edge carries, when the controller remembers it
   */
  ConfigSync(
      SessionLimits limits,
      RandomGenerator random,
      long epoch,
      Hello hello,
      long plannedRevision,
      Optional<WireConfig> carried) {
    this.limits = limits;
    this.random = random;
    this.noncePrefix = Long.toString(epoch, Character.MAX_RADIX) + "-";
    this.carriedHash = orNothing(hello.getAppliedHash());
    this.carried = carried.orElse(null);
    this.newestRevision = Math.max(plannedRevision, hello.getAppliedRevision());
  }

  /** A hash of another length names nothing that a controller ever sent. */
  static ByteString orNothing(ByteString hash) {
    return hash.size() == HASH_BYTES ? hash : ByteString.EMPTY;
  }

  boolean awaitsAnswer() {
    return onItsWay != null;
  }

  boolean isRefused() {
    return refusal != null;
  }

  boolean isOverdue(long nowNanos) {
    return onItsWay != null && nowNanos - onItsWay.answerByNanos() >= 0;
  }

  /** The revision that the edge has not answered yet; empty when it has answered. */
  OptionalLong awaitedRevision() {
    return onItsWay == null ? OptionalLong.empty() : OptionalLong.of(onItsWay.target().revision());
  }

  /** The content of what the edge carries, where it is known. */
  Optional<WireConfig> carried() {
    return Optional.ofNullable(carried);
  }

  /** When to ask again though nothing happened; empty for never. */
  OptionalLong wakeAtNanos() {
    if (onItsWay != null) {
      return OptionalLong.of(onItsWay.answerByNanos());
    }
    return refusal != null ? OptionalLong.of(refusal.retryAtNanos()) : OptionalLong.empty();
  }

  /** What to do now that this is the newest configuration. */
  Step next(WireConfig newest, long nowNanos) {
    if (onItsWay != null) {
      return REST;
    }
    if (newest.hash().equals(carriedHash)) {
      return confirm(newest);
    }
    if (refusal != null
        && refusal.revision() == newest.revision()
        && nowNanos - refusal.retryAtNanos() < 0) {
      return REST;
    }
    if (newest.bytes() > limits.largestConfigBytes()) {
      return refused(newest.revision(), tooLarge(newest), nowNanos);
    }
    return send(newest, update(newest), nowNanos);
  }

  /** The last update of an edge that exists no more: carry nothing. */
  Step farewell(EdgeKey edge, long nowNanos) {
    WireConfig nothing = WireConfig.of(EdgePlan.empty(edge, newestRevision));
    return send(nothing, nothing.full(nextNonce()), nowNanos);
  }

  /** What to do about an answer; then {@link #next} is to be asked. */
  Step answered(ConfigResult result, long nowNanos) {
    Sent sent = onItsWay;
    if (sent == null || !sent.update().getNonce().equals(result.getNonce())) {
      return REST;
    }
    onItsWay = null;
    return switch (result.getOutcomeCase()) {
      case APPLIED -> applied(sent, result.getApplied(), nowNanos);
      case REFUSED -> refused(sent, result.getRefused(), nowNanos);
      case OUTCOME_NOT_SET -> refused(sent.target().revision(), withoutOutcome(), nowNanos);
    };
  }

  private Step applied(Sent sent, Applied applied, long nowNanos) {
    if (applied.getHash().equals(sent.target().hash())) {
      carriedHash = applied.getHash();
      deltaFailed = false;
      return confirm(sent.target());
    }
    keep(applied.getHash());
    if (sent.update().hasDelta()) {
      deltaFailed = true;
      return REST;
    }
    return refused(sent.target().revision(), otherHash(), nowNanos);
  }

  private Step refused(Sent sent, Refused refused, long nowNanos) {
    keep(refused.getKeptHash());
    if (sent.update().hasDelta() && refused.getErrorsList().stream().anyMatch(ConfigSync::byBase)) {
      deltaFailed = true;
      return REST;
    }
    return refused(sent.target().revision(), EdgeWords.errors(refused.getErrorsList()), nowNanos);
  }

  private Step confirm(WireConfig config) {
    carried = config;
    refusal = null;
    newestRevision = Math.max(newestRevision, config.revision());
    if (confirmed.equals(OptionalLong.of(config.revision()))) {
      return REST;
    }
    confirmed = OptionalLong.of(config.revision());
    return new Step.Confirmed(config.revision());
  }

  /** Refusing the same again for the same reasons is no news. */
  private Step refused(long revision, List<EdgeError> errors, long nowNanos) {
    Refusal earlier = refusal;
    boolean again = earlier != null && earlier.revision() == revision;
    int times = again && earlier != null ? earlier.times() + 1 : 1;
    refusal = new Refusal(revision, errors, times, nowNanos + retryAfter(times).toNanos());
    boolean news = !again || earlier == null || !earlier.errors().equals(errors);
    return news ? new Step.Failed(revision, errors) : REST;
  }

  private Step send(WireConfig target, ConfigUpdate update, long nowNanos) {
    Duration patience = limits.answerWithin(update.getSerializedSize());
    onItsWay = new Sent(target, update, nowNanos + patience.toNanos());
    newestRevision = Math.max(newestRevision, target.revision());
    return new Step.Send(update);
  }

  private ConfigUpdate update(WireConfig newest) {
    return carried != null && !deltaFailed
        ? newest.from(carried, nextNonce())
        : newest.full(nextNonce());
  }

  private void keep(ByteString hash) {
    if (!orNothing(hash).equals(carriedHash)) {
      carriedHash = orNothing(hash);
      carried = null;
    }
  }

  private Duration retryAfter(int times) {
    Duration doubled = limits.firstRetry().multipliedBy(1L << Math.min(times - 1, 16));
    Duration bounded =
        doubled.compareTo(limits.longestRetry()) < 0 ? doubled : limits.longestRetry();
    return Duration.ofMillis((long) (bounded.toMillis() * random.nextDouble(0.8, 1.2)));
  }

  private String nextNonce() {
    return noncePrefix + ++nonces;
  }

  private static boolean byBase(ResourceError error) {
    return error.getCode() == ErrorCode.ERROR_CODE_BASE_MISMATCH
        || error.getCode() == ErrorCode.ERROR_CODE_HASH_MISMATCH;
  }

  private List<EdgeError> tooLarge(WireConfig config) {
    return List.of(
        new EdgeError(
            "",
            EdgeWords.code(ErrorCode.ERROR_CODE_INVALID),
            "the configuration of the edge takes %d bytes, more than the %d that fit a message: give it fewer overlays or prefixes"
                .formatted(config.bytes(), limits.largestConfigBytes())));
  }

  private static List<EdgeError> otherHash() {
    return List.of(
        new EdgeError(
            "",
            EdgeWords.code(ErrorCode.ERROR_CODE_HASH_MISMATCH),
            "the edge says that it carries another set than the whole one that it was sent: agent and controller disagree on the contract, upgrade the older"));
  }

  private static List<EdgeError> withoutOutcome() {
    return List.of(
        new EdgeError(
            "",
            EdgeWords.code(ErrorCode.ERROR_CODE_UNSPECIFIED),
            "the edge answered with neither applied nor refused: upgrade the agent"));
  }
}
