package io.isthmus.lab.wan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Does what the emulator is asked, one request after the other. Safe for any thread. */
final class WanDesk {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final List<Line> lines;
  private final String priority;
  private final List<Replay> replays = new ArrayList<>();

  WanDesk(List<Line> lines, String priority) {
    this.lines = List.copyOf(lines);
    this.priority = priority;
  }

  synchronized WanAnswer answer(WanRequest request) {
    try {
      int changed =
          switch (request) {
            case WanRequest.ListLines any -> 0;
            case WanRequest.Change change -> change(change);
            case WanRequest.Clear clear -> put(clear.selection(), before -> Impairment.NONE);
            case WanRequest.Replay replay -> replay(replay);
          };
      return new WanAnswer("", changed, System.nanoTime(), priority, status());
    } catch (IllegalArgumentException | JacksonException | IOException e) {
      return refusal(reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return refusal("interrupted");
    }
  }

  WanAnswer refusal(String error) {
    return new WanAnswer(error, 0, System.nanoTime(), priority, List.of());
  }

  /** What an impairment refuses comes wrapped in the words of the JSON library. */
  private static String reason(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }

  private int change(WanRequest.Change request) throws InterruptedException {
    return put(request.selection(), before -> merged(before, request.change()));
  }

  private static Impairment merged(Impairment before, JsonNode change) {
    ObjectNode fields = JSON.valueToTree(before);
    change.properties().forEach(field -> fields.set(field.getKey(), field.getValue()));
    Impairment after = JSON.treeToValue(fields, Impairment.class);
    return after.equals(Impairment.NONE) ? Impairment.NONE : after;
  }

  private int put(WanSelection selection, Function<Impairment, Impairment> change)
      throws InterruptedException {
    List<Line> chosen = choose(selection);
    // All or none: a value that is out of range changes nothing.
    List<Impairment> next = chosen.stream().map(line -> change.apply(line.impairment())).toList();
    stopReplays(chosen);
    for (int i = 0; i < chosen.size(); i++) {
      chosen.get(i).impair(next.get(i));
    }
    return chosen.size();
  }

  private int replay(WanRequest.Replay request) throws IOException, InterruptedException {
    List<Line> chosen = choose(request.selection());
    Path file = Path.of(request.file());
    Trace trace = Trace.read(file);
    if (trace.rows().isEmpty()) {
      throw new IOException(file + " has no rows");
    }
    stopReplays(chosen);
    replays.add(
        new Replay(
                trace,
                String.valueOf(file.getFileName()),
                chosen,
                request.fromSeconds(),
                request.speed())
            .start());
    return chosen.size();
  }

  private void stopReplays(List<Line> chosen) throws InterruptedException {
    for (Replay replay : replays) {
      if (chosen.stream().anyMatch(replay::touches)) {
        replay.stop();
      }
    }
    replays.removeIf(replay -> replay.describe().isEmpty());
  }

  private List<Line> choose(WanSelection selection) {
    List<Line> chosen = lines.stream().filter(selection::fits).toList();
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing is %s; there are: %s".formatted(selection, ports()));
    }
    return chosen;
  }

  private String ports() {
    return String.join(
        ", ",
        lines.stream()
            .map(line -> line.wire().wan() + " at " + line.wire().edge())
            .distinct()
            .toList());
  }

  private List<LineStatus> status() {
    return lines.stream().map(line -> line.status(replayOn(line))).toList();
  }

  private String replayOn(Line line) {
    return replays.stream()
        .filter(replay -> replay.touches(line))
        .flatMap(replay -> Stream.of(replay.describe()))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }
}
