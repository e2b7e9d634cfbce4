package io.isthmus.agent.probe;

/**
 * What the probe thread counted since it began.
 *
 * @param sent probes that were sent
 * @param answered answers that settled a probe
 * @param duplicated answers to probes that were answered before
 * @param tooLate answers to probes that were settled as lost
 * @param forged packets that answer nothing that was asked
 * @param malformed packets that are too short, too long, or of a format that is not read
 * @param unsent packets that the kernel did not take
 * @param held probes that had to wait for the link's budget
 * @param reflected probes of others that were answered
 * @param strangers probes from addresses that no path leads to
 * @param limited probes of others that came too often
 * @param sessions sessions of others that are remembered now
 * @param stalls how often the thread came late
 */
public record ProbeCounts(
    long sent,
    long answered,
    long duplicated,
    long tooLate,
    long forged,
    long malformed,
    long unsent,
    long held,
    long reflected,
    long strangers,
    long limited,
    int sessions,
    long stalls) {

  static final ProbeCounts NONE = new Counter().publish();

  /** Counts, on one thread. */
  static final class Counter {
    long sent;
    long answered;
    long duplicated;
    long tooLate;
    long forged;
    long malformed;
    long unsent;
    long held;
    long reflected;
    long strangers;
    long limited;
    int sessions;
    long stalls;

    ProbeCounts publish() {
      return new ProbeCounts(
          sent,
          answered,
          duplicated,
          tooLate,
          forged,
          malformed,
          unsent,
          held,
          reflected,
          strangers,
          limited,
          sessions,
          stalls);
    }
  }
}
