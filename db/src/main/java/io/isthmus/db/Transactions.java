package io.isthmus.db;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs work in database transactions; what throws is rolled back. */
final class Transactions {
  private final TransactionTemplate writing;
  private final TransactionTemplate reading;

  Transactions(PlatformTransactionManager manager) {
    // Read committed, which connections are opened with: to ask for it costs a round trip.
    writing = new TransactionTemplate(manager);
    reading = new TransactionTemplate(manager);
    reading.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    reading.setReadOnly(true);
  }

  /** A transaction of its own, durable when this returns. */
  <T> T write(Supplier<T> work) {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      // It would wait for locks that the outer transaction holds, or not be durable on return.
      throw new IllegalStateException("a transaction cannot run within another");
    }
    return requireNonNull(writing.execute(status -> work.get()));
  }

  /** The transaction around it, with which it becomes durable, or one of its own. */
  <T> T join(Supplier<T> work) {
    return requireNonNull(writing.execute(status -> work.get()));
  }

  /** One consistent view; that of the transaction around it where there is one. */
  <T> T read(Supplier<T> work) {
    return requireNonNull(reading.execute(status -> work.get()));
  }
}
