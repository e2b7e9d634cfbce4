package io.isthmus.app;

import io.isthmus.db.MeasurementUpkeep;
import io.isthmus.db.Retention;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.reconcile.NetworkWatch;
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
  private final NetworkWatch watch;
  private final Retention retention;
  private final MeasurementUpkeep measurements;

  Housekeeping(
      IntentService intents,
      NetworkWatch watch,
      Retention retention,
      MeasurementUpkeep measurements) {
    this.intents = intents;
    this.watch = watch;
    this.retention = retention;
    this.measurements = measurements;
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

  private static void attempt(String what, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.warn("{} failed and is tried again: {}", what, e.toString());
    }
  }
}
