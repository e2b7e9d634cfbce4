package io.isthmus.lab.demo;

import java.util.List;

/**
 * A step of the demonstration.
 *
 * @param done what was requested or started
 * @param seen what was measured, a line each
 */
public record DemoStep(String name, List<String> done, List<String> seen, boolean ok) {
  public DemoStep {
    done = List.copyOf(done);
    seen = List.copyOf(seen);
  }
}
