package io.isthmus.cli.rest;

import io.isthmus.cli.ExitCode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tenant's events as they happen. An interrupted stream goes on from its last event, so that
 * none is missed and none comes twice. One thread reads it.
 */
public final class EventFeed {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Controller controller;
  private Optional<String> last;
  private Duration pause = FIRST_PAUSE;

  /**
   * @param after id of the event to go on from; without it, what happens from now on
   */
  public EventFeed(Controller controller, Optional<String> after) {
    this.controller = controller;
    this.last = after;
  }

  /**
   * Until the receiver has enough.
   *
   * @param receiver says whether it wants more
   */
  public void read(Predicate<JsonNode> receiver) {
    boolean more = true;
    boolean reached = false;
    while (more) {
      try (Stream<String> lines = controller.stream(controller.path("events"), last)) {
        reached = true;
        more = read(lines, receiver);
      } catch (UncheckedIOException e) {
        pause();
      } catch (Refused e) {
        // What never was there is an error; what was, comes back.
        if (!reached || e.exitCode() != ExitCode.UNREACHABLE) {
          throw e;
        }
        pause();
      }
    }
  }

  private boolean read(Stream<String> lines, Predicate<JsonNode> receiver) {
    String id = "";
    StringBuilder data = new StringBuilder();
    for (String line : (Iterable<String>) lines::iterator) {
      if (line.startsWith("id:")) {
        id = line.substring(3).strip();
      } else if (line.startsWith("data:")) {
        data.append(line.substring(5).strip());
      } else if (line.isEmpty() && !data.isEmpty()) {
        last = Optional.of(id).filter(text -> !text.isEmpty()).or(() -> last);
        pause = FIRST_PAUSE;
        if (!receiver.test(JsonMapper.shared().readTree(data.toString()))) {
          return false;
        }
        data.setLength(0);
      }
    }
    pause();
    return true;
  }

  private void pause() {
    try {
      Thread.sleep(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.plus(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused("interrupted");
    }
  }
}
