package io.isthmus.cli.rest;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Follows a change on its way to the edges. */
public final class Operations {
  private static final Duration QUICK = Duration.ofMillis(100);
  private static final Duration SLOW = Duration.ofMillis(500);
  private static final Duration QUICK_FOR = Duration.ofSeconds(3);

  private final Controller controller;

  public Operations(Controller controller) {
    this.controller = controller;
  }

  /**
   * Until every edge has answered, or the time is up.
   *
   * @param location the operation's path
   * @param progress gets the part of each edge that has answered, once
   * @return the operation as it was last seen; {@code done} says whether all have answered
   */
  public JsonNode await(String location, Duration patience, Consumer<JsonNode> progress) {
    Map<String, String> told = new HashMap<>();
    long begin = System.nanoTime();
    while (true) {
      JsonNode operation = controller.get(location);
      for (JsonNode part : operation.path("edges")) {
        String state = part.path("state").asString("");
        if (!state.equals("PENDING")
            && !state.equals(told.put(part.path("edge").asString(""), state))) {
          progress.accept(part);
        }
      }
      Duration waited = Duration.ofNanos(System.nanoTime() - begin);
      if (operation.path("done").asBoolean(false) || waited.compareTo(patience) >= 0) {
        return operation;
      }
      pause(waited.compareTo(QUICK_FOR) < 0 ? QUICK : SLOW);
    }
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused("interrupted");
    }
  }
}
