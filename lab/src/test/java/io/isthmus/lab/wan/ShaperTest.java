package io.isthmus.lab.wan;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.lab.wan.Impairment.Jitter;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ShaperTest {
  private static final long MILLI = 1_000_000;
  private static final int FRAMES = 200_000;
  private final Shaper shaper = new Shaper(42);

  @Test
  void withoutImpairmentAFrameIsDueAtOnce() {
    assertThat(shaper.due(Impairment.NONE, 5 * MILLI, 1_500)).isEqualTo(5 * MILLI);
  }

  @Test
  void delayIsAdded() {
    assertThat(shaper.due(impaired(it -> it.put("delayMs", 20)), MILLI, 100)).isEqualTo(21 * MILLI);
  }

  @Test
  void nothingOvertakesWhenTheDelayFalls() {
    long slow = shaper.due(impaired(it -> it.put("delayMs", 100)), 0, 100);
    long quick = shaper.due(Impairment.NONE, MILLI, 100);

    assertThat(quick).isGreaterThanOrEqualTo(slow);
  }

  @Test
  void aRateSpacesFramesAndItsQueueIsBounded() {
    Impairment what = impaired(it -> it.put("rateBps", 1e6).put("queueMs", 20));

    assertThat(shaper.due(what, 0, 1_250)).isEqualTo(10 * MILLI);
    assertThat(shaper.due(what, 0, 1_250)).isEqualTo(20 * MILLI);
    assertThat(shaper.due(what, 0, 1_250)).isEqualTo(30 * MILLI);
    assertThat(shaper.due(what, 0, 1_250)).isEqualTo(Shaper.QUEUE_FULL);
    assertThat(shaper.due(what, 10 * MILLI, 1_250)).isEqualTo(40 * MILLI);
  }

  @Test
  void anOutageLetsNothingPass() {
    Impairment outage = impaired(it -> it.put("outage", true));

    assertThat(shaper.due(outage, 0, 100)).isEqualTo(Shaper.OUTAGE);
  }

  @Test
  void lossIsAsAskedForAndIndependent() {
    Losses losses = losses(impaired(it -> it.put("lossPct", 5)));

    assertThat(losses.pct()).isCloseTo(5, Offset.offset(0.3));
    assertThat(losses.meanBurst()).isCloseTo(1 / 0.95, Offset.offset(0.05));
  }

  @Test
  void lossComesInBurstsOfTheMeanThatIsAskedFor() {
    Losses losses = losses(impaired(it -> it.put("lossPct", 5).put("lossBurst", 8)));

    assertThat(losses.pct()).isCloseTo(5, Offset.offset(0.5));
    assertThat(losses.meanBurst()).isCloseTo(8, Offset.offset(0.5));
  }

  @ParameterizedTest
  @EnumSource(Jitter.class)
  void jitterVariesTheDelayAroundItsMean(Jitter shape) {
    Impairment what =
        impaired(it -> it.put("delayMs", 50).put("jitterMs", 4).put("jitterShape", shape.name()));
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < FRAMES; i++) {
      // So far apart that no frame has to wait for the one before.
      long now = i * 10_000 * MILLI;
      double delay = (shaper.due(what, now, 100) - now) / (double) MILLI;
      sum += delay;
      squares += delay * delay;
    }

    double mean = sum / FRAMES;
    assertThat(mean).isCloseTo(50, Offset.offset(0.1));
    double deviation = Math.sqrt(squares / FRAMES - mean * mean);
    double expected = shape == Jitter.UNIFORM ? 4 / Math.sqrt(3) : 4;
    // A Pareto tail of shape 3 has no finite fourth moment: its deviation settles slowly.
    assertThat(deviation).isCloseTo(expected, Offset.offset(shape == Jitter.PARETO ? 0.6 : 0.1));
  }

  @Test
  void aDeviationLastsAsLongAsItIsHeld() {
    Impairment what =
        impaired(it -> it.put("delayMs", 50).put("jitterMs", 40).put("jitterHoldMs", 100));

    long first = shaper.due(what, 0, 100);

    assertThat(shaper.due(what, 99 * MILLI, 100)).isEqualTo(first + 99 * MILLI);
    assertThat(shaper.due(what, 500 * MILLI, 100)).isNotEqualTo(first + 500 * MILLI);
  }

  @Test
  void heldBackFramesAreOvertakenAndHoldNobodyUp() {
    Impairment held = impaired(it -> it.put("reorderPct", 100).put("reorderGapMs", 10));

    long late = shaper.due(held, 0, 100);
    long next = shaper.due(Impairment.NONE, MILLI, 100);

    assertThat(late).isEqualTo(10 * MILLI);
    assertThat(next).isEqualTo(MILLI);
  }

  private record Losses(int lost, int bursts) {
    double pct() {
      return 100.0 * lost / FRAMES;
    }

    double meanBurst() {
      return (double) lost / bursts;
    }
  }

  private Losses losses(Impairment what) {
    int lost = 0;
    int bursts = 0;
    boolean before = false;
    for (int i = 0; i < FRAMES; i++) {
      boolean now = shaper.due(what, i, 100) == Shaper.LOST;
      lost += now ? 1 : 0;
      bursts += now && !before ? 1 : 0;
      before = now;
    }
    return new Losses(lost, bursts);
  }

  private static Impairment impaired(UnaryOperator<ObjectNode> change) {
    ObjectNode fields = JsonMapper.shared().valueToTree(Impairment.NONE);
    return JsonMapper.shared().treeToValue(change.apply(fields), Impairment.class);
  }
}
