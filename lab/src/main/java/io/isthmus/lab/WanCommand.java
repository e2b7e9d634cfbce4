package io.isthmus.lab;

import io.isthmus.lab.up.HostCheck;
import io.isthmus.lab.wan.Direction;
import io.isthmus.lab.wan.Impairment.Jitter;
import io.isthmus.lab.wan.LineStatus;
import io.isthmus.lab.wan.Quantity;
import io.isthmus.lab.wan.WanAnswer;
import io.isthmus.lab.wan.WanSelection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes the lab's WANs worse, and better again, while they carry traffic. */
@Command(
    name = "wan",
    mixinStandardHelpOptions = true,
    description = {
      "Make WANs slow, lossy or dead while they carry traffic.",
      "A WAN is named by its transport, such as internet. Without --edge each packet is met once, when"
          + " it leaves an edge; with --edge once on its way to or from that edge."
    })
final class WanCommand {
  @Spec private @Nullable CommandSpec spec;

  /** Which lab, and which part of its WANs. */
  static final class Where {
    @Mixin private LabOptions options = new LabOptions();

    @Option(names = "--edge", paramLabel = "EDGE", description = "Only this edge's port.")
    private @Nullable String edge;

    @Option(names = "--link", paramLabel = "LINK", description = "Only this WAN link of the edge.")
    private @Nullable String link;

    @Option(
        names = "--direction",
        paramLabel = "out|in|both",
        description = "From the edge into the WAN, from the WAN to the edge, or both.")
    private @Nullable String direction;

    WanSelection selection(@Nullable String wan) {
      return new WanSelection(
          Optional.ofNullable(wan),
          Optional.ofNullable(edge),
          Optional.ofNullable(link),
          directions());
    }

    private Set<Direction> directions() {
      if (direction == null) {
        return edge == null ? EnumSet.of(Direction.OUT) : EnumSet.allOf(Direction.class);
      }
      return switch (direction.toLowerCase(Locale.ROOT)) {
        case "out" -> EnumSet.of(Direction.OUT);
        case "in" -> EnumSet.of(Direction.IN);
        case "both" -> EnumSet.allOf(Direction.class);
        default ->
            throw new IllegalArgumentException(
                "'%s' is no direction: choose out, in or both".formatted(direction));
      };
    }

    boolean isEverything() {
      return edge == null && link == null && direction == null;
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Show what is done to each WAN port, and to how many frames it was.")
  int list(
      @Mixin LabOptions options,
      @Option(names = "--json", description = "Print one JSON document.") boolean json) {
    HostCheck.requireRoot();
    WanAnswer answer = options.lab().wan().inspect();
    if (json) {
      System.out.println(
          JsonMapper.builder()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .build()
              .writeValueAsString(answer.lines()));
      return 0;
    }
    System.out.print(table(answer.lines()));
    return 0;
  }

  private static TextTable table(List<LineStatus> lines) {
    TextTable table =
        new TextTable(
            "WAN ports",
            "WAN",
            "edge",
            "direction",
            "impairment",
            "forwarded",
            "lost",
            "dropped",
            "latest");
    for (LineStatus line : lines) {
      LineStatus.Counts counts = line.counts();
      String impairment = line.impairment().describe();
      table.row(
          line.wan(),
          line.edge(),
          line.direction().name().toLowerCase(Locale.ROOT),
          line.replay().isEmpty() ? impairment : "%s (%s)".formatted(impairment, line.replay()),
          counts.forwarded(),
          counts.lost(),
          counts.queueDropped() + counts.outageDropped() + counts.overloaded(),
          String.format(Locale.ROOT, "%.1f ms", line.latestMicros() / 1e3));
    }
    return table;
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Change what is named, and leave the rest as it is.")
  int set(
      @Mixin Where where,
      @Parameters(paramLabel = "WAN", description = "The WAN's transport.") String wan,
      @Option(names = "--delay", paramLabel = "20ms", description = "One way.")
          @Nullable String delay,
      @Option(
              names = "--jitter",
              paramLabel = "5ms[,SHAPE[,hold=50ms]]",
              description =
                  "Varies the delay: uniform (half-width), normal or pareto (deviation); anew for each frame,"
                      + " or after the hold.")
          @Nullable String jitter,
      @Option(
              names = "--loss",
              paramLabel = "1%[,burst=3]",
              description = "Frames lost, alone or so many in a row in the mean.")
          @Nullable String loss,
      @Option(
              names = "--rate",
              paramLabel = "10mbit[,queue=100ms]",
              description =
                  "What passes, and how long a frame waits before it is dropped; 0: no limit.")
          @Nullable String rate,
      @Option(names = "--duplicate", paramLabel = "1%", description = "Frames that come twice.")
          @Nullable String duplicate,
      @Option(
              names = "--reorder",
              paramLabel = "1%[,10ms]",
              description = "Frames that are held back so that later ones overtake them.")
          @Nullable String reorder,
      @Option(
              names = "--outage",
              negatable = true,
              description = "Nothing passes; --no-outage ends it.")
          @Nullable Boolean outage) {
    HostCheck.requireRoot();
    WanAnswer answer =
        where
            .options
            .lab()
            .wan()
            .change(
                selection(where, wan),
                fields -> {
                  with("--delay", delay, fields, WanCommand::delay);
                  with("--jitter", jitter, fields, WanCommand::jitter);
                  with("--loss", loss, fields, WanCommand::loss);
                  with("--rate", rate, fields, WanCommand::rate);
                  with("--duplicate", duplicate, fields, WanCommand::duplicate);
                  with("--reorder", reorder, fields, WanCommand::reorder);
                  if (outage != null) {
                    fields.put("outage", outage);
                  }
                  if (fields.isEmpty()) {
                    throw wrong("name what to change, such as --delay 20ms");
                  }
                });
    return report(answer);
  }

  private void with(
      String option,
      @Nullable String text,
      ObjectNode fields,
      BiConsumer<ObjectNode, List<String>> setter) {
    if (text != null) {
      try {
        setter.accept(fields, Arrays.stream(text.split(",")).map(String::strip).toList());
      } catch (IllegalArgumentException e) {
        throw wrong(option + ": " + e.getMessage());
      }
    }
  }

  private static void delay(ObjectNode fields, List<String> parts) {
    fields.put("delayMs", Quantity.millis(only(parts)));
  }

  private static void jitter(ObjectNode fields, List<String> parts) {
    fields.put("jitterMs", Quantity.millis(parts.getFirst()));
    if (parts.size() > 3) {
      throw new IllegalArgumentException("three values are enough, not " + String.join(",", parts));
    }
    if (parts.size() > 1) {
      fields.put("jitterShape", shape(parts.get(1)).name());
    }
    if (parts.size() > 2) {
      fields.put("jitterHoldMs", Quantity.millis(after("hold", parts.get(2))));
    }
  }

  private static Jitter shape(String name) {
    return Arrays.stream(Jitter.values())
        .filter(shape -> shape.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'%s' is no shape: choose uniform, normal or pareto".formatted(name)));
  }

  private static void loss(ObjectNode fields, List<String> parts) {
    fields.put("lossPct", Quantity.percent(parts.getFirst()));
    fields.put(
        "lossBurst",
        second(parts).map(text -> after("burst", text)).map(Quantity::number).orElse(1.0));
  }

  private static void rate(ObjectNode fields, List<String> parts) {
    fields.put("rateBps", Quantity.bitsPerSecond(parts.getFirst()));
    second(parts).ifPresent(text -> fields.put("queueMs", Quantity.millis(after("queue", text))));
  }

  private static void duplicate(ObjectNode fields, List<String> parts) {
    fields.put("duplicatePct", Quantity.percent(only(parts)));
  }

  private static void reorder(ObjectNode fields, List<String> parts) {
    fields.put("reorderPct", Quantity.percent(parts.getFirst()));
    second(parts).ifPresent(gap -> fields.put("reorderGapMs", Quantity.millis(gap)));
  }

  private static String only(List<String> parts) {
    if (parts.size() != 1) {
      throw new IllegalArgumentException("one value is enough, not " + String.join(",", parts));
    }
    return parts.getFirst();
  }

  private static Optional<String> second(List<String> parts) {
    if (parts.size() > 2) {
      throw new IllegalArgumentException("two values are enough, not " + String.join(",", parts));
    }
    return parts.size() == 2 ? Optional.of(parts.get(1)) : Optional.empty();
  }

  /** The word may be left out. */
  private static String after(String word, String text) {
    return text.startsWith(word)
        ? text.substring(word.length()).replaceFirst("^\\s*=?\\s*", "")
        : text;
  }

  @Command(
      name = "clear",
      mixinStandardHelpOptions = true,
      description = "Take all impairments away and end replays; everywhere, or only where named.")
  int clear(
      @Mixin Where where,
      @Parameters(paramLabel = "WAN", arity = "0..1", description = "The WAN's transport.")
          @Nullable String wan) {
    HostCheck.requireRoot();
    WanSelection named = selection(where, wan);
    WanSelection selection =
        where.isEverything()
            ? new WanSelection(
                named.wan(), Optional.empty(), Optional.empty(), EnumSet.allOf(Direction.class))
            : named;
    return report(where.options.lab().wan().clear(selection));
  }

  @Command(
      name = "replay",
      mixinStandardHelpOptions = true,
      description = {
        "Relive a recorded link.",
        "The file is CSV, plain or gzip, with the columns t_ms,rtt_ms and, where measured,"
            + " jitter_ms,loss_pct,rate_mbps. Each direction takes half of the round trip."
      })
  int replay(
      @Mixin Where where,
      @Parameters(paramLabel = "WAN", description = "The WAN's transport.") String wan,
      @Parameters(paramLabel = "FILE", description = "The recording.") Path file,
      @Option(
              names = "--from",
              paramLabel = "60s",
              defaultValue = "0s",
              description =
                  "What is left out of the recording's front (default: ${DEFAULT-VALUE}).")
          String from,
      @Option(
              names = "--speed",
              paramLabel = "N",
              defaultValue = "1",
              description = "Seconds of the recording in a second (default: ${DEFAULT-VALUE}).")
          double speed) {
    HostCheck.requireRoot();
    if (!Files.isReadable(file)) {
      throw new LabFailure("cannot read " + file);
    }
    if (!(speed > 0 && speed <= 1_000)) {
      throw wrong("--speed: choose more than 0 and at most 1000");
    }
    try {
      double fromSeconds = Quantity.millis(from) / 1e3;
      return report(
          where.options.lab().wan().replay(selection(where, wan), file, fromSeconds, speed));
    } catch (IllegalArgumentException e) {
      throw wrong("--from: " + e.getMessage());
    }
  }

  private WanSelection selection(Where where, @Nullable String wan) {
    try {
      return where.selection(wan);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private static int report(WanAnswer answer) {
    System.out.printf("%d of %d WAN directions changed%n", answer.changed(), answer.lines().size());
    System.out.print(table(answer.lines()));
    return 0;
  }

  private ParameterException wrong(@Nullable String message) {
    CommandSpec known = spec;
    if (known == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    return new ParameterException(known.commandLine(), String.valueOf(message));
  }
}
