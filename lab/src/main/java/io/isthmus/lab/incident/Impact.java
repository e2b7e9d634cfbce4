package io.isthmus.lab.incident;

import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * What befalls a WAN. The brown-outs each break one metric of an interactive class and no other.
 */
public enum Impact {
  /** Nothing passes. */
  BLACKOUT {
    @Override
    public void describe(ObjectNode impairment) {
      impairment.put("outage", true);
    }
  },
  /** 180 ms more each way. */
  DELAY {
    @Override
    public void describe(ObjectNode impairment) {
      impairment.put("delayMs", 180);
    }
  },
  /** One packet in ten, each way. */
  LOSS {
    @Override
    public void describe(ObjectNode impairment) {
      impairment.put("lossPct", 10);
    }
  },
  /** Between 0 and 90 ms each way. */
  JITTER {
    @Override
    public void describe(ObjectNode impairment) {
      impairment.put("delayMs", 45).put("jitterMs", 45).put("jitterShape", "UNIFORM");
    }
  };

  /** As the emulator takes it. */
  public abstract void describe(ObjectNode impairment);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
