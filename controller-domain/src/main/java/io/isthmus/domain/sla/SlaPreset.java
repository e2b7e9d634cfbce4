package io.isthmus.domain.sla;

import io.isthmus.domain.traffic.SlaObjective;
import io.isthmus.domain.traffic.Threshold;
import java.time.Duration;
import java.util.Optional;

/**
 * Objectives for usual kinds of traffic. A violation begins where the sources put the limit, and
 * ends a fifth better, so that a path at the limit does not end and begin it in turn.
 */
public enum SlaPreset {
  /**
   * Conversation: 150 ms mouth to ear in one way (ITU-T G.114, section 4), 30 ms of jitter and 1 %
   * of loss, beyond which buffers and concealment fail (Cisco, Enterprise QoS SRND 4.0, "Voice").
   * Judged fast, since half a second without sound is noticed.
   */
  VOICE(
      new SlaObjective(
          most(150, 120, Duration.ofMillis(500)),
          Optional.empty(),
          most(30, 24, Duration.ofMillis(500)),
          most(1, 0.5, Duration.ofSeconds(1)),
          Optional.empty())),
  /**
   * Meetings with pictures: delay and jitter as for voice, since sound goes with them; 0.1 % of
   * loss is what codecs want and 1 % what they bear (Cisco, Enterprise QoS SRND 4.0, "Interactive
   * video"; RFC 4594, section 4.3).
   */
  VIDEO(
      new SlaObjective(
          most(150, 120, Duration.ofMillis(500)),
          Optional.empty(),
          most(30, 24, Duration.ofMillis(500)),
          most(1, 0.3, Duration.ofSeconds(1)),
          Optional.empty())),
  /**
   * People who wait for answers: 100 ms in one way and 0.1 % of loss are class 2 of ITU-T Y.1541,
   * for highly interactive transactions; a round trip of 200 ms says the same without clocks. 100
   * probes tell 1 % of loss at best, so a second of loss is judged at 1 %.
   */
  INTERACTIVE(
      new SlaObjective(
          Optional.empty(),
          most(200, 160, Duration.ofSeconds(2)),
          Optional.empty(),
          most(1, 0.5, Duration.ofSeconds(5)),
          Optional.empty())),
  /**
   * Transfers: 1 s in one way is class 4 of ITU-T Y.1541, and TCP's throughput falls with the root
   * of loss (RFC 5348, section 3.1), so that beyond 2 % little is left of it.
   */
  BULK(
      new SlaObjective(
          Optional.empty(),
          most(2_000, 1_600, Duration.ofSeconds(10)),
          Optional.empty(),
          most(2, 1, Duration.ofSeconds(10)),
          Optional.empty()));

  private final SlaObjective objective;

  SlaPreset(SlaObjective objective) {
    this.objective = objective;
  }

  public SlaObjective objective() {
    return objective;
  }

  private static Optional<Threshold> most(double enter, double exit, Duration enterWindow) {
    return Optional.of(new Threshold(enter, exit, enterWindow, Threshold.DEFAULT_EXIT_WINDOW));
  }
}
