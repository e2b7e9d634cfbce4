package io.isthmus.lab.replay;

import io.isthmus.selection.predict.Bounds;
import java.util.Locale;

/** The classes that a replay judges, and what a second has to keep for each. */
enum Demand {
  VOICE(new Bounds(150, 30, 1)),
  INTERACTIVE(new Bounds(100, Bounds.NONE, 0.5)),
  BULK(new Bounds(Bounds.NONE, Bounds.NONE, 2)) {
    @Override
    double mbps(String trace) {
      if (trace.startsWith("cap_mm")) {
        return 0.5;
      }
      if (trace.startsWith("cap_5g")) {
        return 2;
      }
      return trace.startsWith("cap_leo") ? 5 : Double.NaN;
    }
  };

  private final Bounds bounds;

  Demand(Bounds bounds) {
    this.bounds = bounds;
  }

  Bounds bounds() {
    return bounds;
  }

  /** The rate that the class wants of a path that was cut from the trace; NaN for none. */
  double mbps(String trace) {
    return Double.NaN;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
