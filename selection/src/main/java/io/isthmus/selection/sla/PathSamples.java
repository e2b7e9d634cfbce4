package io.isthmus.selection.sla;

import java.util.Arrays;

/**
 * The newest probes of one path, from which windows of any length are taken; grows to what some
 * thirty seconds need and makes no garbage. Times are nanoseconds of one monotonic clock, which a
 * step of the wall clock does not touch. Not for several threads.
 *
 * <p>A probe that is overdue counts as lost from the moment on at which a later one is answered:
 * before, the path may just have become slower. If its answer comes after all, it is none.
 */
public final class PathSamples {

  private static final int FIRST_CAPACITY = 64;
  private static final int MOST_CAPACITY = 4096;
  private static final long LEAST_HORIZON = 35_000_000_000L;
  private static final int RATES = 64;

  private static final byte NONE = 0;
  private static final byte ANSWERED = 1;
  private static final byte LOST = 2;
  private static final byte LOST_BACKWARD = 3;

  private long[] sequences = new long[FIRST_CAPACITY];
  private long[] sentAt = new long[FIRST_CAPACITY];
  private float[] rtt = new float[FIRST_CAPACITY];
  private float[] forward = new float[FIRST_CAPACITY];
  private float[] variation = new float[FIRST_CAPACITY];
  private byte[] fate = new byte[FIRST_CAPACITY];

  private final long[] ratesAt = new long[RATES];
  private final double[] rates = new double[RATES];
  private int rateCount;

  private final ClockGuard clocks = new ClockGuard();
  private double[] values = new double[FIRST_CAPACITY];
  private long oldest;
  private long newest = -1;
  private long newestAnswered = -1;
  private long newestLost = -1;
  private long horizon = LEAST_HORIZON;
  private long firstSentAt;

  /**
   * A probe came back. One-way delays are NaN where the clocks do not allow them, all delays where
   * a clock was set meanwhile.
   *
   * @param variationMs delay to the remote edge above any reference; a reference that changes is
   *     taken for a change of delay
   */
  public void answered(
      long sequence,
      long sentAtNanos,
      double rttMs,
      double forwardMs,
      double backwardMs,
      double variationMs) {
    boolean trusted =
        !Double.isNaN(rttMs) && clocks.trusts(sentAtNanos, rttMs, forwardMs, backwardMs);
    int slot = slot(sequence, sentAtNanos);
    if (slot < 0) {
      return;
    }
    fate[slot] = ANSWERED;
    rtt[slot] = (float) rttMs;
    forward[slot] = trusted ? (float) forwardMs : Float.NaN;
    variation[slot] = (float) variationMs;
    newestAnswered = Math.max(newestAnswered, sequence);
  }

  /** A probe is lost, or probably so; the last word on a sequence counts. */
  public void lost(long sequence, long sentAtNanos, Loss loss) {
    int slot = slot(sequence, sentAtNanos);
    if (slot >= 0) {
      newestLost = Math.max(newestLost, sequence);
      fate[slot] = loss == Loss.BACKWARD ? LOST_BACKWARD : LOST;
    }
  }

  /** Somebody asks for windows of this length. */
  void keep(long nanos) {
    horizon = Math.max(horizon, nanos);
  }

  /** Free capacity, about once a second. */
  public void free(long now, double bps) {
    if (Double.isFinite(bps)) {
      ratesAt[rateCount % RATES] = now;
      rates[rateCount % RATES] = bps;
      rateCount++;
    }
  }

  /** Forgets all probes: the path was away, and what was before says nothing of now. */
  public void restart() {
    Arrays.fill(fate, NONE);
    newest = -1;
    newestAnswered = -1;
    newestLost = -1;
    rateCount = 0;
  }

  /** -1 where the sequence is too old to count. */
  private int slot(long sequence, long at) {
    if (newest >= 0 && sequence < newest && at > sentAt[index(newest)]) {
      // A lower number that was sent later: the path's session is a new one.
      restart();
    }
    if (newest >= 0 && sequence <= newest - sequences.length) {
      if (newest - sequence < MOST_CAPACITY) {
        return -1;
      }
      restart();
    }
    if (newest < 0) {
      oldest = sequence;
      newest = sequence - 1;
      firstSentAt = at;
    }
    if (sequence - newest >= MOST_CAPACITY) {
      restart();
      return slot(sequence, at);
    }
    while (newest < sequence) {
      if (newest + 1 - oldest >= sequences.length) {
        makeRoom(at);
      }
      newest++;
      fate[index(newest)] = NONE;
      sequences[index(newest)] = newest;
      sentAt[index(newest)] = at;
    }
    if (sequence < oldest) {
      return -1;
    }
    int slot = index(sequence);
    sentAt[slot] = at;
    return slot;
  }

  private int index(long sequence) {
    return (int) (sequence & (sequences.length - 1));
  }

  private void makeRoom(long now) {
    boolean covered = now - sentAt[index(oldest)] > horizon;
    if (!covered && sequences.length < MOST_CAPACITY) {
      grow();
    } else {
      oldest++;
    }
  }

  private void grow() {
    int length = sequences.length;
    long[] oldSequences = sequences;
    long[] oldSentAt = sentAt;
    float[] oldRtt = rtt;
    float[] oldForward = forward;
    float[] oldVariation = variation;
    byte[] oldFate = fate;
    sequences = new long[length * 2];
    sentAt = new long[length * 2];
    rtt = new float[length * 2];
    forward = new float[length * 2];
    variation = new float[length * 2];
    fate = new byte[length * 2];
    values = new double[length * 2];
    for (int from = 0; from < length; from++) {
      int to = index(oldSequences[from]);
      sequences[to] = oldSequences[from];
      sentAt[to] = oldSentAt[from];
      rtt[to] = oldRtt[from];
      forward[to] = oldForward[from];
      variation[to] = oldVariation[from];
      fate[to] = oldFate[from];
    }
  }

  private boolean counts(long sequence) {
    byte it = fate[index(sequence)];
    return it == ANSWERED || (it != NONE && sequence < newestAnswered);
  }

  /**
   * When the newest probe was sent whose fate counts; {@link Long#MIN_VALUE} where there is none.
   */
  long newestAt() {
    for (long sequence = newest; newest >= 0 && sequence >= oldest; sequence--) {
      if (counts(sequence)) {
        return sentAt[index(sequence)];
      }
    }
    return Long.MIN_VALUE;
  }

  /** When the newest answered probe was sent; {@link Long#MIN_VALUE} where there is none. */
  long newestAnsweredAt() {
    return newestAnswered < oldest || newest < 0 ? Long.MIN_VALUE : sentAt[index(newestAnswered)];
  }

  /** Since when probes were sent without a pause by {@link #restart}. */
  long beganAt() {
    return newest < 0 ? Long.MAX_VALUE : firstSentAt;
  }

  /** Sums over the answered probes of a window; reused, so that judging makes no garbage. */
  static final class Delays {
    int count;
    int beyond;
    double sum;
    double most;
    boolean halfRtt;

    /** Without the highest, where that leaves enough: one late packet is no delay. */
    double trimmedMean() {
      return count >= 4 ? (sum - most) / (count - 1) : sum / count;
    }
  }

  /**
   * Round trips, or one-way delays, of the window that ends with the newest probe; it reaches
   * further back where it has fewer than {@code least}.
   */
  void delays(Metric metric, long length, int least, double threshold, Delays into) {
    boolean oneWay = metric == Metric.ONE_WAY_DELAY_MS;
    collect(into, length, least, threshold, oneWay ? Source.FORWARD : Source.RTT);
    if (oneWay && into.halfRtt) {
      collect(into, length, least, threshold, Source.HALF_RTT);
      into.halfRtt = true;
    }
  }

  private enum Source {
    RTT,
    FORWARD,
    HALF_RTT
  }

  private void collect(Delays into, long length, int least, double threshold, Source source) {
    into.count = 0;
    into.beyond = 0;
    into.sum = 0;
    into.most = 0;
    into.halfRtt = false;
    long from = newestAt() - length;
    for (long sequence = newest; newest >= 0 && sequence >= oldest; sequence--) {
      int slot = index(sequence);
      if (sentAt[slot] <= from && into.count >= least) {
        return;
      }
      if (fate[slot] == ANSWERED) {
        double value =
            switch (source) {
              case RTT -> rtt[slot];
              case FORWARD -> forward[slot];
              case HALF_RTT -> rtt[slot] / 2;
            };
        if (!Double.isNaN(value)) {
          add(into, value, threshold);
        } else if (!Double.isNaN(rtt[slot])) {
          into.halfRtt = true;
        }
      }
    }
  }

  private static void add(Delays into, double value, double threshold) {
    into.count++;
    into.sum += value;
    into.most = Math.max(into.most, value);
    if (value > threshold) {
      into.beyond++;
    }
  }

  /** How many probes of a window count, and how many of them are lost. */
  static final class Losses {
    int sent;
    int lost;

    double pct() {
      return sent == 0 ? Double.NaN : 100.0 * lost / sent;
    }
  }

  /** The newest lost probe where it counts already; -1 where there is none. */
  long newestCountedLoss() {
    return newestLost < newestAnswered ? newestLost : -1;
  }

  void losses(long length, int least, Losses into) {
    into.sent = 0;
    into.lost = 0;
    long from = newestAt() - length;
    for (long sequence = newest; newest >= 0 && sequence >= oldest; sequence--) {
      int slot = index(sequence);
      if (sentAt[slot] <= from && into.sent >= least) {
        return;
      }
      if (counts(sequence)) {
        into.sent++;
        into.lost += fate[slot] == LOST ? 1 : 0;
      }
    }
  }

  /**
   * Delay variation of a window: the 95th percentile above the least (RFC 5481), not counting one
   * outlier. A delay that rises or falls once and stays is no variation: it is taken at the cut
   * that explains most. NaN where there are too few.
   *
   * @param interest what is lower needs no closer look
   */
  double jitter(long length, int least, double interest) {
    int count = 0;
    long from = newestAt() - length;
    for (long sequence = newest; newest >= 0 && sequence >= oldest; sequence--) {
      int slot = index(sequence);
      if (sentAt[slot] <= from && count >= least) {
        break;
      }
      if (fate[slot] == ANSWERED && !Float.isNaN(variation[slot])) {
        values[count++] = variation[slot];
      }
    }
    return count < least ? Double.NaN : Variation.ofWindow(values, count, interest);
  }

  /** Mean free capacity; NaN where none was told. */
  double free(long now, long length, int least) {
    double sum = 0;
    int count = 0;
    int kept = Math.min(rateCount, RATES);
    for (int back = 1; back <= kept; back++) {
      int slot = (rateCount - back) % RATES;
      if (ratesAt[slot] <= now - length && count >= least) {
        break;
      }
      sum += rates[slot];
      count++;
    }
    return count < least ? Double.NaN : sum / count;
  }

  /** What was measured in the window that ends with the newest probe. */
  public Measured measured(long now, long length) {
    Delays delays = new Delays();
    Losses losses = new Losses();
    delays(Metric.RTT_MS, length, 1, Double.MAX_VALUE, delays);
    double rttMs = delays.count == 0 ? Double.NaN : delays.sum / delays.count;
    delays(Metric.ONE_WAY_DELAY_MS, length, 1, Double.MAX_VALUE, delays);
    boolean halfRtt = delays.halfRtt;
    double oneWayMs = halfRtt || delays.count == 0 ? Double.NaN : delays.sum / delays.count;
    losses(length, 1, losses);
    return new Measured(
        rttMs,
        halfRtt ? rttMs / 2 : oneWayMs,
        halfRtt,
        jitter(length, 2, 0),
        losses.pct(),
        free(now, length, 1));
  }
}
