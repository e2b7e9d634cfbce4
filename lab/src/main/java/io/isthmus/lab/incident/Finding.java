package io.isthmus.lab.incident;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a flow met after something began: by its own packets, without anybody's word. Times are
 * milliseconds since the beginning; those of packets are when they were sent.
 *
 * @param firstLostMs the first packet that never arrived
 * @param firstLateMs the first that took {@value #LATE_MS} ms longer than packets took before
 * @param lastOldMs the last packet by the old overlay
 * @param firstNewMs the first packet by the new one; empty when the flow has not moved
 * @param gapMs longest time between two arrivals
 */
public record Finding(
    int sent,
    int lost,
    int reordered,
    OptionalDouble firstLostMs,
    OptionalDouble firstLateMs,
    OptionalDouble lastOldMs,
    OptionalDouble firstNewMs,
    double gapMs) {
  static final int LATE_MS = 20;
  private static final long BEFORE_NANOS = 500_000_000;
  private static final long MARGIN_NANOS = 50_000_000;

  public boolean moved() {
    return firstNewMs.isPresent();
  }

  /** Looks at the packets that were sent from shortly before the beginning until the end. */
  static Finding of(FlowLog log, int oldVni, int newVni, long beginNanos, long endNanos) {
    Scan scan = new Scan(beginNanos, usualTransit(log, beginNanos));
    for (int number = firstSince(log, beginNanos - MARGIN_NANOS);
        number < log.sent() && log.sentAtNanos(number) < endNanos;
        number++) {
      scan.add(log, number, oldVni, newVni);
    }
    return scan.result(endNanos);
  }

  private static int firstSince(FlowLog log, long nanos) {
    int number = log.sent();
    while (number > 0 && log.sentAtNanos(number - 1) - nanos >= 0) {
      number--;
    }
    return number;
  }

  /** The median of those that were sent before. */
  private static long usualTransit(FlowLog log, long beginNanos) {
    long[] transits = new long[log.sent()];
    int count = 0;
    for (int number = firstSince(log, beginNanos - BEFORE_NANOS);
        number < log.sent() && log.sentAtNanos(number) < beginNanos - MARGIN_NANOS;
        number++) {
      OptionalLong arrived = log.arrivedAtNanos(number);
      if (arrived.isPresent()) {
        transits[count++] = arrived.getAsLong() - log.sentAtNanos(number);
      }
    }
    Arrays.sort(transits, 0, count);
    return count == 0 ? Long.MAX_VALUE / 2 : transits[count / 2];
  }

  /** One pass over the packets. */
  private static final class Scan {
    private final long begin;
    private final long lateNanos;
    private final List<Long> arrivals = new ArrayList<>();
    private int sent;
    private int lost;
    private int reordered;
    private long latest = Long.MIN_VALUE;
    private OptionalDouble firstLost = OptionalDouble.empty();
    private OptionalDouble firstLate = OptionalDouble.empty();
    private OptionalDouble lastOld = OptionalDouble.empty();
    private OptionalDouble firstNew = OptionalDouble.empty();

    Scan(long begin, long usualTransit) {
      this.begin = begin;
      this.lateNanos = usualTransit + LATE_MS * 1_000_000L;
    }

    void add(FlowLog log, int number, int oldVni, int newVni) {
      sent++;
      double at = (log.sentAtNanos(number) - begin) / 1e6;
      int vni = log.vni(number);
      if (vni == oldVni) {
        lastOld = OptionalDouble.of(at);
      } else if (vni == newVni && firstNew.isEmpty()) {
        firstNew = OptionalDouble.of(at);
      }
      OptionalLong arrived = log.arrivedAtNanos(number);
      if (arrived.isEmpty()) {
        lost++;
        firstLost = firstLost.isPresent() ? firstLost : OptionalDouble.of(at);
        return;
      }
      arrivals.add(arrived.getAsLong());
      if (firstLate.isEmpty() && arrived.getAsLong() - log.sentAtNanos(number) > lateNanos) {
        firstLate = OptionalDouble.of(at);
      }
      reordered += arrived.getAsLong() < latest ? 1 : 0;
      latest = Math.max(latest, arrived.getAsLong());
    }

    Finding result(long end) {
      // Nothing at all until the end is a gap, too.
      long gap = arrivals.isEmpty() ? end - begin : Math.max(0, end - latest);
      List<Long> inOrder = arrivals.stream().sorted().toList();
      for (int i = 1; i < inOrder.size(); i++) {
        gap = Math.max(gap, inOrder.get(i) - inOrder.get(i - 1));
      }
      return new Finding(sent, lost, reordered, firstLost, firstLate, lastOld, firstNew, gap / 1e6);
    }
  }
}
