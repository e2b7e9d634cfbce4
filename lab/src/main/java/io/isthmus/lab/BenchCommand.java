package io.isthmus.lab;

import io.isthmus.lab.bench.BalanceBench;
import io.isthmus.lab.bench.ConsoleBench;
import io.isthmus.lab.bench.HoverBench;
import io.isthmus.lab.bench.IncidentBench;
import io.isthmus.lab.bench.MeasureBench;
import io.isthmus.lab.bench.OverlaysBench;
import io.isthmus.lab.bench.OverlaysRow;
import io.isthmus.lab.bench.RerouteBench;
import io.isthmus.lab.bench.TelemetryBench;
import io.isthmus.lab.bench.ThroughputBench;
import io.isthmus.lab.incident.Impact;
import io.isthmus.lab.incident.Incident.Course;
import io.isthmus.lab.up.HostCheck;
import io.isthmus.lab.up.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Measures, on a lab of its own that is gone afterwards. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measure, on a lab of its own that is gone afterwards.")
final class BenchCommand {
  /** Between rounds: the other path has to be known as good again. */
  private static final Duration SETTLE = Duration.ofSeconds(4);

  private static final int FEWEST_TO_WEIGH = 500;

  @Command(
      name = "overlays",
      mixinStandardHelpOptions = true,
      description = {
        "Time and memory for many overlays between two edges.",
        "From the REST request until the edges have acknowledged and the overlays answer pings,"
            + " beside a VXLAN device, table and rule for each."
      })
  int overlays(
      @Option(
              names = "--counts",
              split = ",",
              paramLabel = "N",
              defaultValue = "1,10,100,500,1000",
              description = "Numbers of overlays (default: ${DEFAULT-VALUE}).")
          List<Integer> counts,
      @Option(
              names = "--most-requests",
              paramLabel = "N",
              defaultValue = "100",
              description =
                  "Largest number that is also made by a request each (default: ${DEFAULT-VALUE}).")
          int mostRequests,
      @Option(names = "--json", description = "Print the rows as one JSON document.") boolean json)
      throws IOException {
    HostCheck.requireRoot();
    List<OverlaysRow> rows =
        new OverlaysBench(row -> System.err.println(line(row))).run(counts, mostRequests);
    if (json) {
      print(rows);
      return 0;
    }
    TextTable table =
        new TextTable(
            "Overlays between two edges; times from the first request, in ms",
            "way",
            "count",
            "state",
            "acknowledged",
            "last ping",
            "all pings",
            "ms/overlay",
            "slab B/overlay/edge",
            "per-CPU kB",
            "controller CPU s",
            "database CPU s",
            "agents CPU s");
    rows.forEach(row ->
        table.row(
            row.way(),
            row.count(),
            row.state().name().toLowerCase(Locale.ROOT),
            ms(row.acknowledgedMs()),
            ms(row.lastPingMs()),
            ms(row.allPingMs()),
            String.format(Locale.ROOT, "%.2f", row.lastPingMs() / row.count()),
            Math.round(row.slabBytesPerOverlayAndEdge()),
            row.memory().perCpuBytes() / 1024,
            seconds(row.cpu().controllerSeconds()),
            seconds(row.cpu().databaseSeconds()),
            seconds(row.cpu().agentsSeconds())));
    System.out.print(table);
    return 0;
  }

  @Command(
      name = "throughput",
      mixinStandardHelpOptions = true,
      description = {
        "TCP between two hosts.",
        "With one overlay, with many, and over a plain VXLAN device; with an encrypted overlay and over"
            + " bare WireGuard of the same kind. In turns; medians of the rates, and of the rounds' ratios."
      })
  int throughput(
      @Option(
              names = "--overlays",
              paramLabel = "N",
              defaultValue = "1000",
              description = "What is many (default: ${DEFAULT-VALUE}).")
          int overlays,
      @Option(
              names = "--rounds",
              paramLabel = "N",
              defaultValue = "5",
              description = "Turns of each (default: ${DEFAULT-VALUE}).")
          int rounds,
      @Option(
              names = "--seconds",
              paramLabel = "N",
              defaultValue = "3",
              description = "Length of each measurement (default: ${DEFAULT-VALUE}).")
          int seconds,
      @Option(names = "--json", description = "Print the result as JSON.") boolean json)
      throws IOException {
    HostCheck.requireRoot();
    ThroughputBench.Result result =
        new ThroughputBench(overlays, rounds, Duration.ofSeconds(seconds)).run();
    if (json) {
      print(result);
      return 0;
    }
    say("TCP by %s, medians of %d rounds", result.tool(), result.rounds());
    say("  plain VXLAN device  %.2f Gbit/s", result.plainBps() / 1e9);
    say(
        "  1 overlay           %.2f Gbit/s, %.1f %% of the plain device",
        result.oneOverlayBps() / 1e9, result.oneToPlainPct());
    say(
        "  %-4d overlays       %.2f Gbit/s, %.1f %% of one",
        result.overlays(), result.manyOverlaysBps() / 1e9, result.manyToOnePct());
    say(
        "  bare WireGuard      %.3f Gbit/s (%s)",
        result.bareWireGuardBps() / 1e9, result.wireGuard());
    say(
        "  encrypted overlay   %.3f Gbit/s, %.1f %% of bare WireGuard",
        result.encryptedOverlayBps() / 1e9, result.encryptedToBarePct());
    return 0;
  }

  @Command(
      name = "reroute",
      mixinStandardHelpOptions = true,
      description = {
        "Reroutes under a flow.",
        "A class with many prefixes behind the remote edge is moved between two overlays while"
            + " numbered packets run, and what is lost is counted."
      })
  int reroute(
      @Option(
              names = "--prefixes",
              paramLabel = "N",
              defaultValue = "1000",
              description = "Prefixes behind the remote edge (default: ${DEFAULT-VALUE}).")
          int prefixes,
      @Option(
              names = "--packets",
              paramLabel = "N",
              defaultValue = "10000",
              description = "Packets of the flow, 1,000 a second (default: ${DEFAULT-VALUE}).")
          int packets,
      @Option(
              names = "--reroutes",
              paramLabel = "N",
              defaultValue = "20",
              description = "Reroutes while it runs (default: ${DEFAULT-VALUE}).")
          int reroutes,
      @Option(
              names = "--warm-ups",
              paramLabel = "N",
              defaultValue = "100",
              description = "Reroutes before those that count (default: ${DEFAULT-VALUE}).")
          int warmUps,
      @Option(names = "--json", description = "Print the result as JSON.") boolean json)
      throws IOException, InterruptedException {
    HostCheck.requireRoot();
    RerouteBench.Result result = new RerouteBench(prefixes, packets, reroutes, warmUps).run();
    if (json) {
      print(result);
    } else {
      report(result);
    }
    return result.lost() == 0 ? 0 : 1;
  }

  @Command(
      name = "blackout",
      mixinStandardHelpOptions = true,
      description = {
        "Kills the WAN under a flow of 1,000 packets a second, again and again.",
        "Measured by the receiving host: the longest gap between two arrivals."
      })
  int blackout(
      @Option(
              names = "--rounds",
              paramLabel = "N",
              defaultValue = "20",
              description = "How often (default: ${DEFAULT-VALUE}).")
          int rounds,
      @Option(names = "--headless", description = "With the controller stopped.") boolean headless,
      @Option(names = "--json", description = "Print the result as JSON.") boolean json)
      throws IOException {
    return incidents(
        Impact.BLACKOUT,
        rounds,
        headless ? IncidentBench.Controller.STOPPED : IncidentBench.Controller.RUNNING,
        json);
  }

  @Command(
      name = "brownout",
      mixinStandardHelpOptions = true,
      description = {
        "Makes the WAN under a flow of 1,000 packets a second worse, again and again.",
        "Measured where packets enter the WANs: from the impairment to the first by the other overlay."
      })
  int brownout(
      @Option(
              names = "--by",
              paramLabel = "delay|loss|jitter",
              defaultValue = "delay",
              description = "What gets worse (default: ${DEFAULT-VALUE}).")
          Impact by,
      @Option(
              names = "--rounds",
              paramLabel = "N",
              defaultValue = "20",
              description = "How often (default: ${DEFAULT-VALUE}).")
          int rounds,
      @Option(names = "--headless", description = "With the controller stopped.") boolean headless,
      @Option(names = "--json", description = "Print the result as JSON.") boolean json)
      throws IOException {
    return incidents(
        by,
        rounds,
        headless ? IncidentBench.Controller.STOPPED : IncidentBench.Controller.RUNNING,
        json);
  }

  @Command(
      name = "balance",
      mixinStandardHelpOptions = true,
      description = {
        "Many flows of a class that two overlays share 70 to 30.",
        "Counted where packets enter the WANs: the split, flows that wander, packets overtaken, and"
            + " which flows move when one overlay dies."
      })
  int balance(
      @Option(
              names = "--flows",
              paramLabel = "N",
              defaultValue = "1000",
              description = "How many (default: ${DEFAULT-VALUE}).")
          int flows,
      @Option(names = "--json", description = "Print the result as JSON.") boolean json)
      throws IOException {
    HostCheck.requireRoot();
    BalanceBench.Result result = new BalanceBench(flows).run();
    if (json) {
      print(result);
    } else {
      say("%d flows, 70 to 30 asked for", result.flows());
      say(
          "  %.1f %% by the first overlay; %d wandered, %d packets overtaken, %d lost",
          result.firstPct(), result.wandered(), result.reordered(), result.lost());
      say(
          "  when the second overlay died: %d flows of the first moved, %d of the second did not",
          result.movedNeedlessly(), result.leftBehind());
    }
    return result.isRight() ? 0 : 1;
  }

  @Command(
      name = "hover",
      mixinStandardHelpOptions = true,
      description = "Lets a path's delay hover around a class's threshold, and counts moves.")
  int hover(
      @Option(
              names = "--minutes",
              paramLabel = "N",
              defaultValue = "10",
              description = "How long (default: ${DEFAULT-VALUE}).")
          double minutes,
      @Option(
              names = "--seed",
              paramLabel = "N",
              defaultValue = "1",
              description = "Of the noise (default: ${DEFAULT-VALUE}).")
          long seed,
      @Option(names = "--json", description = "Print the result as JSON.") boolean json)
      throws IOException {
    HostCheck.requireRoot();
    Duration length = Duration.ofMillis(Math.round(minutes * 60_000));
    HoverBench.Result result = new HoverBench(length, seed, System.err::println).run();
    if (json) {
      print(result);
    } else {
      say(
          "%.1f minutes around the threshold (seed %d): %d moves",
          result.minutes(), result.seed(), result.moves());
    }
    return 0;
  }

  @Command(
      name = "measure",
      mixinStandardHelpOptions = true,
      description = {
        "What agents report of a path beside what the emulator does to it.",
        "Delays and losses one after the other, while all processors are busy."
      })
  int measure(
      @Option(
              names = "--seconds",
              paramLabel = "N",
              defaultValue = "30",
              description = "For each setting (default: ${DEFAULT-VALUE}).")
          int seconds,
      @Option(
              names = "--busy",
              paramLabel = "N",
              defaultValue = "2",
              description = "Threads that use what CPU they get (default: ${DEFAULT-VALUE}).")
          int busy,
      @Option(names = "--json", description = "Print the rows as JSON.") boolean json)
      throws IOException {
    HostCheck.requireRoot();
    List<MeasureBench.Row> rows =
        new MeasureBench(
                Duration.ofSeconds(seconds), busy, row -> System.err.println(row.toString()))
            .run();
    if (json) {
      print(rows);
      return rows.stream().allMatch(MeasureBench.Row::isExact) ? 0 : 1;
    }
    TextTable table =
        new TextTable(
            "Set and reported, %d busy threads".formatted(busy),
            "delay ms",
            "round trip ms",
            "error ms",
            "lost %",
            "reported %",
            "error points",
            "within 0.2 ms + 2 %, 0.3 points");
    rows.forEach(row ->
        table.row(
            ms(row.delayMs()),
            String.format(Locale.ROOT, "%.3f", row.rttMs()),
            String.format(Locale.ROOT, "%+.3f", row.delayErrorMs()),
            seconds(row.didPct()),
            seconds(row.reportedLossPct()),
            String.format(Locale.ROOT, "%+.2f", row.lossErrorPoints()),
            row.isExact() ? "yes" : "no"));
    System.out.print(table);
    return rows.stream().allMatch(MeasureBench.Row::isExact) ? 0 : 1;
  }

  @Command(
      name = "telemetry",
      mixinStandardHelpOptions = true,
      description = {
        "Continuous measuring of many paths by real probes.",
        "Memory and CPU of all parts, what waits and what is dropped, over time. The WANs are direct."
      })
  int telemetry(
      @Option(
              names = "--minutes",
              paramLabel = "N",
              defaultValue = "60",
              description = "How long, after a minute to warm up (default: ${DEFAULT-VALUE}).")
          double minutes,
      @Option(
              names = "--paths",
              paramLabel = "N",
              defaultValue = "200",
              description =
                  "Directions of paths, at 10 probes a second (default: ${DEFAULT-VALUE}).")
          int paths,
      @Option(names = "--json", description = "Print the result as JSON.") boolean json) {
    HostCheck.requireRoot();
    Duration length = Duration.ofMillis(Math.round(minutes * 60_000));
    TelemetryBench.Result result =
        new TelemetryBench(paths, length, sample -> System.err.println(sample)).run();
    if (json) {
      print(result);
      return 0;
    }
    TelemetryBench.Sample last = result.samples().getLast();
    say("%d paths for %.1f minutes", result.paths(), result.minutes());
    say(
        "  resident: controller %d MB (%+.1f %%), database %d MB (%+.1f %%), agents %d MB (%+.1f %%)",
        last.controllerBytes() / 1_000_000,
        result.controllerGrowthPct(),
        last.databaseBytes() / 1_000_000,
        result.databaseGrowthPct(),
        last.agentsBytes() / 1_000_000,
        result.agentsGrowthPct());
    say(
        "  CPU seconds: controller %.0f, database %.0f, agents %.0f",
        last.controllerCpuSeconds(), last.databaseCpuSeconds(), last.agentsCpuSeconds());
    say(
        "  most that waited at an edge %.0f s, windows dropped %.0f, oldest newest window %.0f ms",
        result.mostWaiting(), result.dropped(), result.worstStaleMs());
    return 0;
  }

  @Command(
      name = "console",
      mixinStandardHelpOptions = true,
      description = {
        "The console's overview of a large network, in Chromium.",
        "Edges only pretend; controller and browser are real. Time until the page answers, and memory."
      })
  int console(
      @Option(
              names = "--edges",
              paramLabel = "N",
              defaultValue = "1000",
              description = "How many, in steps of 20 (default: ${DEFAULT-VALUE}).")
          int edges,
      @Option(
              names = "--rounds",
              paramLabel = "N",
              defaultValue = "5",
              description = "Visits with an empty cache (default: ${DEFAULT-VALUE}).")
          int rounds,
      @Option(
              names = "--minutes",
              paramLabel = "N",
              defaultValue = "4",
              description = "How long the page stays open then (default: ${DEFAULT-VALUE}).")
          double minutes,
      @Option(
              names = "--screenshot",
              paramLabel = "FILE",
              description = "Where the overview is to be kept, as PNG.")
          @Nullable Path screenshot,
      @Option(names = "--json", description = "Print the result as JSON.") boolean json) {
    ConsoleBench.Result result =
        new ConsoleBench(
                edges,
                rounds,
                Duration.ofMillis(Math.round(minutes * 60_000)),
                new Progress(System.err))
            .run(Optional.ofNullable(screenshot));
    if (json) {
      print(result);
      return 0;
    }
    say(
        "%d edges, %d tunnels, %d directions of paths measured",
        result.edges(), result.tunnels(), result.directions());
    result
        .visits()
        .forEach(visit ->
            say(
                "  shown after %.0f ms, interactive after %.0f ms, longest task %.0f ms",
                visit.shownMs(), visit.interactiveMs(), visit.longestTaskMs()));
    say("  interactive: median %.0f ms", result.medianInteractiveMs());
    result
        .samples()
        .forEach(sample ->
            say(
                "  after %.0f s: private %d MB (resident %d MB), script's heap %d MB, longest task %.0f ms",
                sample.atSeconds(),
                sample.privateBytes() / 1_000_000,
                sample.residentBytes() / 1_000_000,
                sample.heapBytes() / 1_000_000,
                sample.longestTaskMs()));
    return 0;
  }

  private static int incidents(
      Impact impact, int rounds, IncidentBench.Controller controller, boolean json)
      throws IOException {
    HostCheck.requireRoot();
    IncidentBench.Result result =
        new IncidentBench(impact, rounds, SETTLE, course -> System.err.println(line(course)))
            .run(controller);
    if (json) {
      print(result);
      return result.moved() == result.rounds() ? 0 : 1;
    }
    say(
        "%s, %d rounds, controller %s: moved in %d, the patient class stayed in %d",
        result.impact(),
        result.rounds(),
        result.controller().name().toLowerCase(Locale.ROOT),
        result.moved(),
        result.patientStayed());
    say(
        "  longest gap at the receiving host: median %.0f ms, worst %.0f ms",
        result.medianGapMs(), result.worstGapMs());
    say(
        "  impairment to first packet by the other overlay: median %.0f ms, worst %.0f ms",
        result.medianMoveMs(), result.worstMoveMs());
    say("  packets lost a round: %.1f", result.meanLost());
    return result.moved() == result.rounds() ? 0 : 1;
  }

  private static String line(Course course) {
    return String.format(
        Locale.ROOT,
        "%s of %s: gap %.0f ms, first packet by %s after %s ms, %d lost",
        course.impact(),
        course.wan(),
        course.flow().gapMs(),
        course.to().overlay(),
        course.flow().firstNewMs().isPresent()
            ? Math.round(course.flow().firstNewMs().getAsDouble())
            : "-",
        course.flow().lost());
  }

  private static void report(RerouteBench.Result result) {
    say(
        "%d packets of a class with %d prefixes behind the remote edge, %d reroutes",
        result.packets(), result.prefixes(), result.reroutes());
    say("  lost %d, reordered %d", result.lost(), result.reordered());
    say(
        "  request to last packet on the old tunnel: median %.1f ms, worst %.1f ms",
        result.lastOldPacketMs(), result.worstLastOldPacketMs());
    say(
        "  request to acknowledged by both edges:    median %.1f ms, worst %.1f ms",
        result.acknowledgedMs(), result.worstAcknowledgedMs());
    say(
        "  longest gap between arrivals %.1f ms, between departures %.1f ms; frames that the taps missed: %d",
        result.longestGapMs(), result.longestSendGapMs(), result.missedByTaps());
  }

  private static String line(OverlaysRow row) {
    return String.format(
        Locale.ROOT,
        "%s, %d: acknowledged after %.0f ms, last ping %.0f ms, all pings %.0f ms",
        row.way(),
        row.count(),
        row.acknowledgedMs(),
        row.lastPingMs(),
        row.allPingMs());
  }

  /** The memory of the whole machine moves by more than a few overlays take. */
  private static String memory(OverlaysRow row, long value) {
    return row.count() < FEWEST_TO_WEIGH ? "-" : Long.toString(value);
  }

  private static String ms(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static void say(String format, Object... arguments) {
    System.out.println(String.format(Locale.ROOT, format, arguments));
  }

  private static void print(Object result) {
    System.out.println(
        JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(result));
  }
}
