package io.isthmus.lab.fleet;

import io.isthmus.southbound.api.v1.Delay;
import io.isthmus.southbound.api.v1.PathState;
import io.isthmus.southbound.api.v1.PathWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;

/**
 * What simulated paths are like: most are good, one in fifty loses packets, one in two hundred is
 * dead. The same path is always the same, give or take a little.
 *
 * @param end of the windows
 * @param length of the windows
 */
record Weather(Instant end, Duration length) {
  private static final int PROBES_PER_SECOND = 10;
  private static final int ONE_LOSES_OF = 50;
  private static final int ONE_IS_DEAD_OF = 200;

  PathWindow window(String path, int seed) {
    Random of = new Random(seed);
    Random now = new Random(seed ^ end.toEpochMilli());
    boolean dead = of.nextInt(ONE_IS_DEAD_OF) == 0;
    boolean loses = of.nextInt(ONE_LOSES_OF) == 0;
    int sent = (int) length.toSeconds() * PROBES_PER_SECOND;
    PathWindow.Builder window =
        PathWindow.newBuilder()
            .setPathKey(path)
            .setBeginMicros(ChronoUnit.MICROS.between(Instant.EPOCH, end.minus(length)))
            .setLengthMillis((int) length.toMillis())
            .setSent(sent);
    if (dead) {
      return window
          .setState(PathState.PATH_STATE_DOWN)
          .setLostUnknown(sent)
          .setJitterForwardMicros(-1)
          .setJitterBackwardMicros(-1)
          .build();
    }
    int forward = 4_000 + of.nextInt(30_000) + now.nextInt(2_000);
    return window
        .setState(PathState.PATH_STATE_UP)
        .setLostForward(loses ? sent * (4 + now.nextInt(6)) / 100 : 0)
        .setRtt(delay(2L * forward))
        .setForward(delay(forward))
        .setBackward(delay(forward))
        .setJitterForwardMicros(200 + now.nextInt(2_000))
        .setJitterBackwardMicros(200 + now.nextInt(2_000))
        .setLinkTxBps(now.nextInt(40_000_000))
        .setLinkRxBps(now.nextInt(40_000_000))
        .build();
  }

  private static Delay delay(long micros) {
    return Delay.newBuilder()
        .setMinMicros(micros - micros / 10)
        .setMeanMicros(micros)
        .setMaxMicros(micros + micros / 5)
        .build();
  }
}
