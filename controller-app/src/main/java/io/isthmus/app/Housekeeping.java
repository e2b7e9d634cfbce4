package io.isthmus.app;

import io.isthmus.db.MeasurementUpkeep;
import io.isthmus.db.Retention;
import io.isthmus.db.TrustUpkeep;
import io.isthmus.domain.admission.Admission;
import io.isthmus.domain.reconcile.EdgeFleet;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.reconcile.KeyRotation;
import io.isthmus.domain.reconcile.NetworkWatch;
import io.isthmus.domain.trust.ApiTokens;
import io.isthmus.domain.trust.Refusals;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What has to be done now and then. A failure is logged, and the next run tries again. */
@Component
class Housekeeping {

  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

  private final IntentService intents;
  private final EdgeFleet fleet;
  private final KeyRotation keys;
  private final NetworkWatch watch;
  private final Retention retention;
  private final MeasurementUpkeep measurements;
  private final TrustUpkeep trust;
  private final Admission admission;
  private final ApiTokens tokens;
  private final Refusals refusals;

  Housekeeping(
      IntentService intents,
      EdgeFleet fleet,
      KeyRotation keys,
      NetworkWatch watch,
      Retention retention,
      MeasurementUpkeep measurements,
      TrustUpkeep trust,
      Admission admission,
      ApiTokens tokens,
      Refusals refusals) {
    this.intents = intents;
    this.fleet = fleet;
    this.keys = keys;
    this.watch = watch;
    this.retention = retention;
    this.measurements = measurements;
    this.trust = trust;
    this.admission = admission;
    this.tokens = tokens;
    this.refusals = refusals;
  }

  /** Notifications of other replicas may be lost; the newest revision cannot. */
  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void followOtherReplicas() {
    attempt("following other replicas", intents::refresh);
  }

  /** At a fixed rate, which has threads of its own: what is scheduled with a delay shares one. */
  @Scheduled(fixedRate = 200, timeUnit = TimeUnit.MILLISECONDS)
  void endDecisionsWhoseTimeIsOver() {
    attempt("ending decisions", intents::endExpired);
  }

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void changeKeys() {
    attempt("changing keys", keys::advance);
  }

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void settleOperations() {
    attempt("settling operations", fleet::settle);
  }

  @Scheduled(fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
  void writeCompliance() {
    attempt("writing compliance", watch::writeCompliance);
  }

  @Scheduled(initialDelay = 5, fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
  void forgetWhatIsGone() {
    attempt("forgetting what is gone", watch::tidy);
  }

  @Scheduled(initialDelay = 1, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
  void removeWhatIsTooOld() {
    attempt("removing old events and operations", retention::run);
  }

  @Scheduled(fixedDelay = 15, timeUnit = TimeUnit.SECONDS)
  void keepMeasurementsInOrder() {
    attempt("rolling up and dropping old measurements", measurements::run);
  }

  /** What notifications do not tell, polling does: a revoked edge is out within a second anyway. */
  @Scheduled(fixedRate = 500, timeUnit = TimeUnit.MILLISECONDS)
  void followTheLedgerOfIdentities() {
    attempt("following the ledger of identities", admission::refresh);
  }

  @Scheduled(fixedRate = 1, timeUnit = TimeUnit.SECONDS)
  void writeWhatWasRefused() {
    attempt("writing refusals", refusals::flush);
  }

  @Scheduled(initialDelay = 10, fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
  void writeWhenTokensWereUsed() {
    attempt("writing when tokens were used", tokens::flush);
  }

  @Scheduled(initialDelay = 0, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
  void keepTheAuditLogInOrder() {
    attempt("making and dropping parts of the audit log", trust::run);
  }

  private static void attempt(String what, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.warn("{} failed and is tried again: {}", what, e.toString());
    }
  }
}
