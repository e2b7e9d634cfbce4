package io.isthmus.app;

import io.isthmus.domain.reconcile.NetworkWatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Writes what edges measured, once a second, on a thread of its own: the store may stall it. */
@Component
class MeasurementWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MeasurementWriter.class);
  private static final int LAST_WRITE_SECONDS = 3;

  private final NetworkWatch watch;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("measurement-writer").factory());

  MeasurementWriter(NetworkWatch watch) {
    this.watch = watch;
    thread.scheduleWithFixedDelay(this::write, 1, 1, TimeUnit.SECONDS);
  }

  /** Writes the rest, where the store takes it. */
  @Override
  public void close() throws InterruptedException {
    thread.execute(this::write);
    thread.shutdown();
    if (!thread.awaitTermination(LAST_WRITE_SECONDS, TimeUnit.SECONDS)) {
      thread.shutdownNow();
    }
  }

  private void write() {
    try {
      watch.writeMeasurements();
    } catch (RuntimeException e) {
      log.warn("writing measurements failed and is tried again: {}", e.toString());
    }
  }
}
