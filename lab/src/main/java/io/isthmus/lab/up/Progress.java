package io.isthmus.lab.up;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Tells on the standard error what was done, a line per step with the time that it took. */
public final class Progress {
  private final PrintStream out;
  private final long begin = System.nanoTime();
  private long lastStep = begin;

  public Progress(PrintStream out) {
    this.out = out;
  }

  /** A step is done. */
  public synchronized void done(String what) {
    long now = System.nanoTime();
    out.println(
        String.format(
            Locale.ROOT,
            "%6.1f s  (+%.1f)  %s",
            seconds(begin, now),
            seconds(lastStep, now),
            what));
    lastStep = now;
  }

  public Duration sinceBegin() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }
}
