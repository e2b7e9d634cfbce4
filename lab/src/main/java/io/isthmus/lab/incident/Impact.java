package io.isthmus.lab.incident;

import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** What befalls a WAN. */
public enum Impact {
  /** Nothing passes. */
  BLACKOUT {
    @Override
    public void describe(ObjectNode impairment) {
      impairment.put("outage", true);
    }
  },
  /**
   * 35 ms more each way: too much for what controls machines. A sudden step of the round trip by
   * far more looks like a dead path until the first late answer comes.
   */
  DELAY {
    @Override
    public void describe(ObjectNode impairment) {
      impairment.put("delayMs", 35);
    }
  },
  /** One packet in five, each way. */
  LOSS {
    @Override
    public void describe(ObjectNode impairment) {
      impairment.put("lossPct", 20);
    }
  },
  /** Between 0 and 50 ms each way, another delay every 50 ms. */
  JITTER {
    @Override
    public void describe(ObjectNode impairment) {
      impairment
          .put("delayMs", 25)
          .put("jitterMs", 25)
          .put("jitterShape", "UNIFORM")
          .put("jitterHoldMs", 50);
    }
  };

  /** As the emulator takes it. */
  public abstract void describe(ObjectNode impairment);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
