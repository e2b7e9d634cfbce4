package io.isthmus.lab.incident;

import java.util.OptionalLong;

/** What is known of each packet of a flow. Times are {@link System#nanoTime}'s. */
interface FlowLog {
  /** Packets sent so far; their numbers are lower. */
  int sent();

  long sentAtNanos(int number);

  /** Empty when it has not arrived. */
  OptionalLong arrivedAtNanos(int number);

  /** The overlay that carried it; 0 when it was not seen. */
  int vni(int number);
}
