package io.isthmus.agent.probe;

import io.isthmus.agent.probe.ProbeOutcome.Fate;

/**
 * A session sender's memory of one path: which probes are under way, what became of them, and how
 * many were missed in a row. Pure: times come in as nanoseconds of the clock that never jumps, but
 * for those of packets, which are of the wall clock.
 *
 * <p>A probe that is overdue is a suspicion and may still be answered; only after {@link #SETTLE}
 * it is lost for good. The difference is what lets a dead path be left early without counting slow
 * answers as losses.
 */
final class SenderSession {

  static final long SETTLE = 2_000_000_000L;

  /** Of a probe whose time of sending is not known well. */
  static final int NO_ERA = Integer.MIN_VALUE;

  private static final byte UNUSED = 0;
  private static final byte OPEN = 1;
  private static final byte OVERDUE = 2;
  private static final byte ANSWERED = 3;
  private static final byte LOST = 4;

  private final String key;
  private final ProbeListener listener;
  private final Window window;
  private final RoundTrip roundTrip = new RoundTrip();
  private final Variation variation = new Variation();
  private final ProbeOutcome outcome = new ProbeOutcome();

  private final int mask;
  private final byte[] states;
  private final long[] sentAt;
  private final long[] timestamps;
  private final int[] eras;
  private final int[] reflected;
  private final byte[] repeats;

  private final long first;
  private long next;
  private long firstOpen;
  private long firstUnsettled;
  private long newestAnswered;
  private long newestAnsweredSentAt = Long.MIN_VALUE;
  private int lostInRow;
  private long firstLostSentAt;
  private int answersInRow;

  /** What an answer turned out to be. */
  enum Verdict {
    NEW,
    DUPLICATE,
    /** After the probe was settled as lost. */
    TOO_LATE,
    /** Answers nothing that was asked. */
    FORGED
  }

  /** What an answer says of times, wall clock; made by the caller, used again. */
  static final class Times {
    long reflectorReceived;
    long reflectorSent;
    long received;
    int era;
    boolean oneWay;
    long oneWayError;
  }

  /**
   * @param capacity a power of two that holds all probes of two seconds
   * @param first the first sequence, to be tried near where 32 bits wrap
   */
  SenderSession(String key, int capacity, long first, ProbeListener listener) {
    this.key = key;
    this.listener = listener;
    this.window = new Window(key);
    mask = capacity - 1;
    states = new byte[capacity];
    sentAt = new long[capacity];
    timestamps = new long[capacity];
    eras = new int[capacity];
    reflected = new int[capacity];
    repeats = new byte[capacity];
    this.first = first;
    next = first;
    firstOpen = first;
    firstUnsettled = first;
    newestAnswered = first - 1;
  }

  /** The sequence of the probe that is about to be sent, as it goes on the wire. */
  int nextSequence() {
    return (int) next;
  }

  void sent(long now, long timestamp, int era) {
    if (next - firstUnsettled > mask) {
      settleFirst();
    }
    int slot = slot(next);
    states[slot] = OPEN;
    sentAt[slot] = now;
    timestamps[slot] = timestamp;
    eras[slot] = era;
    repeats[slot] = 0;
    next++;
  }

  Verdict answered(int sequence, long timestamp, int reflectorSequence, Times times, long now) {
    // The sequence of 64 bits that is nearest to the next one.
    long number = next + (sequence - (int) next);
    int slot = slot(number);
    boolean known = number >= first && number < next && number >= next - states.length;
    if (!known || timestamps[slot] != timestamp || states[slot] == UNUSED) {
      return Verdict.FORGED;
    }
    switch (states[slot]) {
      case ANSWERED -> {
        if (reflected[slot] != reflectorSequence && repeats[slot] < Byte.MAX_VALUE) {
          repeats[slot]++;
        }
        window.duplicated();
        return Verdict.DUPLICATE;
      }
      case LOST -> {
        return Verdict.TOO_LATE;
      }
      default -> {
        states[slot] = ANSWERED;
        reflected[slot] = reflectorSequence;
        answered(number, slot, times, now);
        return Verdict.NEW;
      }
    }
  }

  private void answered(long number, int slot, Times times, long now) {
    roundTrip.sample(now - sentAt[slot]);
    measure(number, slot, times);
    answersInRow++;
    if (number < newestAnswered) {
      window.reordered();
    } else {
      newestAnswered = number;
      newestAnsweredSentAt = sentAt[slot];
    }
    reopen(now);
    countRun();
    window.answered(outcome);
    listener.settled(key, outcome);
    tellDirections(number);
  }

  private void measure(long number, int slot, Times times) {
    outcome.sequence = number;
    outcome.sentAtNanos = sentAt[slot];
    outcome.fate = Fate.ANSWERED;
    outcome.forwardNanos = Double.NaN;
    outcome.backwardNanos = Double.NaN;
    outcome.forwardVariationNanos = 0;
    outcome.backwardVariationNanos = 0;
    long sent = NtpTime.epochNanos(timestamps[slot]);
    long forward = times.reflectorReceived - sent;
    long backward = times.received - times.reflectorSent;
    long inReflector = times.reflectorSent - times.reflectorReceived;
    long rtt = forward + backward;
    outcome.timed = eras[slot] == times.era && inReflector >= 0 && rtt >= 0;
    outcome.rttNanos = outcome.timed ? rtt : 0;
    if (!outcome.timed) {
      return;
    }
    variation.add(forward, backward);
    outcome.forwardVariationNanos = variation.forward();
    outcome.backwardVariationNanos = variation.backward();
    long error = times.oneWayError;
    if (times.oneWay && 8 * error <= rtt && forward >= -error && backward >= -error) {
      outcome.forwardNanos = Math.max(0, forward);
      outcome.backwardNanos = Math.max(0, backward);
    }
  }

  /** A slower path than was thought: what looked overdue may still come. */
  private void reopen(long now) {
    long youngest = now - roundTrip.timeout();
    for (long i = firstOpen - 1; i >= firstUnsettled && sentAt[slot(i)] > youngest; i--) {
      if (states[slot(i)] == OVERDUE) {
        states[slot(i)] = OPEN;
        firstOpen = i;
      }
    }
  }

  private void countRun() {
    lostInRow = 0;
    for (long i = newestAnswered + 1; i < firstOpen; i++) {
      int slot = slot(i);
      if (states[slot] == OVERDUE || states[slot] == LOST) {
        if (lostInRow == 0) {
          firstLostSentAt = sentAt[slot];
        }
        lostInRow++;
      }
    }
  }

  /** For the missing ones right before an answer, it may be the first that tells. */
  private void tellDirections(long number) {
    for (long i = number - 1; i >= firstUnsettled; i--) {
      int slot = slot(i);
      if (states[slot] == ANSWERED) {
        return;
      }
      if (states[slot] == OVERDUE) {
        listener.overdue(key, i, sentAt[slot], fate(i));
      }
    }
  }

  /**
   * Marks what is overdue by now.
   *
   * @param stalledUntil when our own thread last came late: what was sent before gets some time
   */
  void judge(long now, long stalledUntil) {
    boolean changed = false;
    while (firstOpen < next) {
      int slot = slot(firstOpen);
      if (states[slot] == OPEN) {
        if (overdueAt(slot, stalledUntil) > now) {
          break;
        }
        states[slot] = OVERDUE;
        answersInRow = 0;
        changed = true;
        listener.overdue(key, firstOpen, sentAt[slot], fate(firstOpen));
      }
      firstOpen++;
    }
    if (changed) {
      countRun();
    }
    while (firstUnsettled < next && isDue(slot(firstUnsettled), now)) {
      settleFirst();
    }
  }

  private long overdueAt(int slot, long stalledUntil) {
    long due = sentAt[slot] + roundTrip.timeout();
    return sentAt[slot] < stalledUntil ? Math.max(due, stalledUntil + RoundTrip.LEAST_MARGIN) : due;
  }

  private boolean isDue(int slot, long now) {
    return states[slot] == ANSWERED || sentAt[slot] + SETTLE <= now;
  }

  /** When {@link #judge} has something to do, if nothing is answered until then. */
  long nextDue(long stalledUntil) {
    if (firstOpen < next) {
      return overdueAt(slot(firstOpen), stalledUntil);
    }
    return firstUnsettled < next ? sentAt[slot(firstUnsettled)] + SETTLE : Long.MAX_VALUE;
  }

  private void settleFirst() {
    int slot = slot(firstUnsettled);
    if (states[slot] != ANSWERED) {
      outcome.sequence = firstUnsettled;
      outcome.sentAtNanos = sentAt[slot];
      outcome.fate = fate(firstUnsettled);
      outcome.timed = false;
      outcome.rttNanos = 0;
      outcome.forwardNanos = Double.NaN;
      outcome.backwardNanos = Double.NaN;
      outcome.forwardVariationNanos = 0;
      outcome.backwardVariationNanos = 0;
      states[slot] = LOST;
      window.lost(outcome.fate);
      listener.settled(key, outcome);
    }
    firstUnsettled++;
    firstOpen = Math.max(firstOpen, firstUnsettled);
  }

  /**
   * Between two answers the reflector's own numbers say how many of the missing probes it had.
   * Which of them those were cannot be told: the later ones are taken.
   */
  private Fate fate(long number) {
    long before = number - 1;
    long oldest = Math.max(first, next - states.length);
    while (before >= oldest && states[slot(before)] != ANSWERED) {
      before--;
    }
    long after = number + 1;
    while (after < next && states[slot(after)] != ANSWERED) {
      after++;
    }
    if (before < oldest || after >= next) {
      return Fate.LOST_UNKNOWN;
    }
    int missing = (int) (after - before - 1);
    int had = reflected[slot(after)] - reflected[slot(before)] - 1 - repeats[slot(before)];
    if (had < 0 || had > missing) {
      return had < -states.length || had > 2 * missing + 8
          ? Fate.LOST_UNKNOWN
          : had < 0 ? Fate.LOST_FORWARD : Fate.LOST_BACKWARD;
    }
    return number - before - 1 < missing - had ? Fate.LOST_FORWARD : Fate.LOST_BACKWARD;
  }

  private int slot(long number) {
    return (int) number & mask;
  }

  /** How many of the last probes are missed, without an answer to any after them. */
  int lostInRow() {
    return lostInRow;
  }

  /** Overdue ones among those that were sent since, and after the newest answered one. */
  int lostInRowSince(long since) {
    int count = 0;
    for (long i = Math.max(newestAnswered + 1, next - states.length); i < firstOpen; i++) {
      int slot = slot(i);
      if ((states[slot] == OVERDUE || states[slot] == LOST) && sentAt[slot] >= since) {
        count++;
      }
    }
    return count;
  }

  /** Only meaningful while {@link #lostInRow} is not 0. */
  long firstLostSentAt() {
    return firstLostSentAt;
  }

  /** When the newest probe was sent that was answered; {@link Long#MIN_VALUE} before. */
  long newestAnsweredSentAt() {
    return newestAnsweredSentAt;
  }

  long newestSentAt() {
    return next == first ? Long.MIN_VALUE : sentAt[slot(next - 1)];
  }

  /** Without one overdue between them. */
  int answersInRow() {
    return answersInRow;
  }

  RoundTrip roundTrip() {
    return roundTrip;
  }

  Window window() {
    return window;
  }

  /** Begins the next second, for what is compared with the last minute. */
  void tick() {
    variation.tick();
  }
}
