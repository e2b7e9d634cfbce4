package io.isthmus.app;

import io.isthmus.domain.reconcile.KeyLearning;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Learns the public keys of edges as they are told, on a thread of its own: changes wait here. */
@Component
class KeyLearner implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KeyLearner.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final KeyLearning learning;
  private final Thread thread;

  KeyLearner(KeyLearning learning) {
    this.learning = learning;
    this.thread = Thread.ofPlatform().daemon().name("key-learner").start(this::run);
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        learning.await(LOOK_AGAIN);
        learn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void learn() throws InterruptedException {
    try {
      learning.learn();
    } catch (RuntimeException e) {
      log.warn("learning the keys of edges failed and is tried again: {}", e.toString());
      Thread.sleep(LOOK_AGAIN);
    }
  }

  /** What is not learnt yet is told again by the edges. */
  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join(LOOK_AGAIN);
  }
}
