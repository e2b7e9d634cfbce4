package io.isthmus.lab.wan;

import java.util.List;
import java.util.Locale;

/** Relives a trace on some lines, on a thread of its own, until it is over or stopped. */
final class Replay {
  private final Trace trace;
  private final String name;
  private final List<Line> lines;
  private final double fromSeconds;
  private final double speed;
  private final Thread thread;
  private volatile double atSeconds;
  private volatile boolean over;

  Replay(Trace trace, String name, List<Line> lines, double fromSeconds, double speed) {
    this.trace = trace;
    this.name = name;
    this.lines = List.copyOf(lines);
    this.fromSeconds = fromSeconds;
    this.speed = speed;
    this.thread = Thread.ofVirtual().name("replay " + name).unstarted(this::run);
  }

  Replay start() {
    thread.start();
    return this;
  }

  private void run() {
    long first = trace.rows().getFirst().atMillis();
    long begin = System.nanoTime();
    try {
      for (Trace.Row row : trace.rows()) {
        double at = (row.atMillis() - first) / 1e3;
        if (at < fromSeconds) {
          continue;
        }
        long due = begin + (long) ((at - fromSeconds) / speed * 1e9);
        Thread.sleep(java.time.Duration.ofNanos(Math.max(0, due - System.nanoTime())));
        atSeconds = at;
        put(row.impairment());
      }
    } catch (InterruptedException e) {
      return;
    } finally {
      over = true;
    }
    put(Impairment.NONE);
  }

  private void put(Impairment impairment) {
    lines.forEach(line -> line.impair(impairment));
  }

  boolean touches(Line line) {
    return lines.contains(line);
  }

  void stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }

  /** Empty when it is over. */
  String describe() {
    double length = (trace.rows().getLast().atMillis() - trace.rows().getFirst().atMillis()) / 1e3;
    return over ? "" : String.format(Locale.ROOT, "%s at %.0f of %.0f s", name, atSeconds, length);
  }
}
