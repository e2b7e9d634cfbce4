package io.isthmus.db;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Locks that all replicas share and that end with the transaction that holds them. */
enum AdvisoryLock {
  EVENTS(1),
  RETENTION(2),
  /** Held together by who writes measurements, alone by who closes minutes. */
  MEASUREMENTS(3),
  PARTITIONS(4),
  ROLL_UP(5),
  ROOTS(6),
  AUDIT(7);

  /** Keeps Isthmus's locks apart from those of others in the database: "isth" in ASCII. */
  private static final int SPACE = 0x69737468;

  private final int number;

  AdvisoryLock(int number) {
    this.number = number;
  }

  /** Waits for the lock. */
  void hold(JdbcClient jdbc) {
    jdbc.sql("SELECT pg_advisory_xact_lock(?, ?)").params(SPACE, number).query(row -> {});
  }

  /** Waits for the lock, in its turn among the statements. */
  void hold(Script script) {
    script.add("SELECT pg_advisory_xact_lock(?, ?)", SPACE, number);
  }

  /** Waits until nobody holds the lock alone; others may hold it so too. */
  void holdShared(JdbcClient jdbc) {
    jdbc.sql("SELECT pg_advisory_xact_lock_shared(?, ?)").params(SPACE, number).query(row -> {});
  }

  /** True when the lock was free and is held now. */
  boolean tryHold(JdbcClient jdbc) {
    return jdbc.sql("SELECT pg_try_advisory_xact_lock(?, ?)")
        .params(SPACE, number)
        .query(Boolean.class)
        .single();
  }
}
