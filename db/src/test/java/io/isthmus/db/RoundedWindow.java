package io.isthmus.db;

import io.isthmus.domain.telemetry.PathWindow;
import io.isthmus.domain.telemetry.PathWindow.Delay;
import io.isthmus.domain.telemetry.PathWindow.RoundTrips;
import java.util.OptionalDouble;

/** Windows to five digits, for comparing what was computed in single and in double precision. */
final class RoundedWindow {
  private RoundedWindow() {}

  static PathWindow of(PathWindow window) {
    return new PathWindow(
        window.path(),
        window.begin(),
        window.length(),
        window.sent(),
        window.lostForward(),
        window.lostBackward(),
        window.lostUnknown(),
        window.duplicated(),
        window.reordered(),
        window.rtt().map(rtt -> new RoundTrips(rounded(rtt.delay()), rtt.sketch())),
        window.forward().map(RoundedWindow::rounded),
        window.backward().map(RoundedWindow::rounded),
        rounded(window.jitterForwardMs()),
        rounded(window.jitterBackwardMs()),
        (long) rounded(window.linkTxBps()),
        (long) rounded(window.linkRxBps()),
        window.state());
  }

  private static Delay rounded(Delay delay) {
    return new Delay(rounded(delay.minMs()), rounded(delay.meanMs()), rounded(delay.maxMs()));
  }

  private static OptionalDouble rounded(OptionalDouble value) {
    return value.isPresent()
        ? OptionalDouble.of(rounded(value.getAsDouble()))
        : OptionalDouble.empty();
  }

  private static double rounded(double value) {
    return Double.parseDouble("%.4e".formatted(value));
  }
}
