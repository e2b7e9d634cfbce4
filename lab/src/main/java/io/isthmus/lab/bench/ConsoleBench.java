package io.isthmus.lab.bench;

import io.isthmus.agent.identity.ControllerAddress;
import io.isthmus.lab.Lab;
import io.isthmus.lab.LabFailure;
import io.isthmus.lab.browser.Chromium;
import io.isthmus.lab.fleet.Fleet;
import io.isthmus.lab.fleet.FleetIntent;
import io.isthmus.lab.kernel.ProcFs;
import io.isthmus.lab.network.LabName;
import io.isthmus.lab.rest.ControllerApi;
import io.isthmus.lab.up.HostCheck;
import io.isthmus.lab.up.LabDown;
import io.isthmus.lab.up.LabLock;
import io.isthmus.lab.up.Programs;
import io.isthmus.lab.up.Progress;
import io.isthmus.lab.up.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The console's overview of a large network: a real controller, edges that only pretend, a real
 * browser. Needs no network of its own.
 */
public final class ConsoleBench {
  private static final LabName NAME = new LabName("isthmus-bench");
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Notes every task that kept the page from answering, and when the counters were there. */
  private static final String WATCH =
      """
      window.bench = {tasks: [], shownMs: 0};
      new PerformanceObserver(list => list.getEntries().forEach(task =>
          window.bench.tasks.push({beginMs: task.startTime, ms: task.duration})))
        .observe({type: 'longtask', buffered: true});
      const edges = '%d';
      const look = () => {
        const text = document.querySelector('main')?.textContent.replace(/[\\s,.\\u202f]/g, '') ?? '';
        if (text.includes(edges) && document.querySelector('main canvas')) {
          window.bench.shownMs = performance.now();
        } else {
          requestAnimationFrame(look);
        }
      };
      requestAnimationFrame(look);
      """;

  private final int edges;
  private final int rounds;
  private final Duration length;
  private final Progress progress;

  /**
   * One visit, from an empty cache.
   *
   * @param shownMs from the navigation to the counters and the map
   * @param interactiveMs to the end of the last task over 50 ms before a second without one
   * @param longestTaskMs of those until then
   */
  public record Visit(double shownMs, double interactiveMs, double longestTaskMs) {}

  /**
   * The browser while the page stays open.
   *
   * @param privateBytes of the process that shows the page
   * @param heapBytes of the page's script, after a collection
   * @param longestTaskMs since the sample before
   */
  public record Sample(
      double atSeconds,
      long privateBytes,
      long residentBytes,
      long heapBytes,
      double longestTaskMs) {}

  public record Result(
      int edges, int tunnels, int directions, List<Visit> visits, List<Sample> samples) {
    public double medianInteractiveMs() {
      return Median.of(visits.stream().map(Visit::interactiveMs).toList());
    }

    public long mostPrivateBytes() {
      return samples.stream().mapToLong(Sample::privateBytes).max().orElse(0);
    }

    public long mostHeapBytes() {
      return samples.stream().mapToLong(Sample::heapBytes).max().orElse(0);
    }
  }

  /**
   * @param length how long the page stays open
   */
  public ConsoleBench(int edges, int rounds, Duration length, Progress progress) {
    this.edges = edges;
    this.rounds = rounds;
    this.length = length;
    this.progress = progress;
  }

  /**
   * @param screenshot where the overview is to be kept, as PNG
   */
  public Result run(Optional<Path> screenshot) {
    Programs programs = Programs.find();
    Lab lab = new Lab(NAME, programs.home().resolve(".lab-bench"));
    try (LabLock lock =
        LabLock.takeName(NAME, "another benchmark is running on this machine: wait for it")) {
      new LabDown(lab).erase();
      try {
        return run(lab, programs, screenshot);
      } finally {
        new LabDown(lab).erase();
      }
    }
  }

  private Result run(Lab lab, Programs programs, Optional<Path> screenshot) {
    int rest = HostCheck.freePort(LOOPBACK);
    int southbound = HostCheck.freePort(LOOPBACK);
    startController(lab, programs, rest, southbound);
    ControllerApi api = lab.controllerOn(rest);
    Waiting.until(LIMIT, LOOK, api::isReady, () -> "the controller is not ready");
    FleetIntent intent = new FleetIntent(edges);
    ControllerApi.require(api.submitYaml("/intent:apply", intent.yaml()));
    int tunnels = api.list("/tunnels?limit=1000").size();
    progress.done("%d edges and %d tunnels are declared".formatted(edges, tunnels));
    try (Fleet fleet =
        Fleet.of(
            intent.names(),
            api,
            new ControllerAddress(LOOPBACK, southbound),
            lab.stateDir().resolve("fleet"))) {
      progress.done("all edges have joined");
      fleet.awaitInSync();
      fleet.measure();
      progress.done("all edges carry the intent and tell of %d paths".formatted(fleet.paths()));
      try (Chromium browser = new Chromium()) {
        signIn(browser, api, lab);
        List<Visit> visits = visits(browser, api);
        List<Sample> samples = samples(browser);
        screenshot.ifPresent(file -> keep(browser, file));
        if (fleet.lost() > 0) {
          throw new LabFailure("%d edges were disconnected meanwhile".formatted(fleet.lost()));
        }
        return new Result(edges, tunnels, fleet.paths(), visits, samples);
      }
    }
  }

  private static void startController(Lab lab, Programs programs, int rest, int southbound) {
    List<String> command = new ArrayList<>(programs.controller());
    command.add("--server.port=" + rest);
    command.add("--isthmus.southbound.port=" + southbound);
    command.add("--isthmus.data-dir=" + lab.controllerData());
    // All edges come from one address here.
    command.add("--isthmus.southbound.enrolments-per-second=1000");
    command.add("--isthmus.southbound.handshakes-per-second=1000");
    lab.processes().start("controller", Optional.empty(), command);
  }

  private static void signIn(Chromium browser, ControllerApi api, Lab lab) {
    browser.open(api.root() + "/");
    try {
      browser.run(
          "sessionStorage.setItem('isthmus.session', JSON.stringify({token: arguments[0], kind: 'token'}))",
          Files.readString(lab.adminTokenFile()).strip());
    } catch (IOException e) {
      throw new LabFailure("the admin's token cannot be read: " + e, e);
    }
  }

  private List<Visit> visits(Chromium browser, ControllerApi api) {
    browser.devTools(
        "Page.addScriptToEvaluateOnNewDocument",
        JSON.createObjectNode().put("source", WATCH.formatted(edges)));
    List<Visit> visits = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      browser.open("about:blank");
      browser.devTools("Network.clearBrowserCache", JSON.createObjectNode());
      browser.open(api.root() + "/#/default/overview");
      visits.add(visit(browser));
    }
    return visits;
  }

  private static Visit visit(Chromium browser) {
    Waiting.until(
        LIMIT,
        LOOK,
        () -> browser.run("return bench.shownMs > 0").asBoolean(),
        () -> "the overview does not show the network");
    Waiting.until(
        LIMIT,
        LOOK,
        () ->
            browser
                .run(
                    """
                    const last = bench.tasks.at(-1);
                    return performance.now() - Math.max(bench.shownMs, last ? last.beginMs + last.ms : 0) > 1000;
                    """)
                .asBoolean(),
        () -> "the overview is never quiet");
    JsonNode bench = browser.run("return bench");
    double interactive = bench.path("shownMs").asDouble();
    double longest = 0;
    for (JsonNode task : bench.path("tasks")) {
      interactive =
          Math.max(interactive, task.path("beginMs").asDouble() + task.path("ms").asDouble());
      longest = Math.max(longest, task.path("ms").asDouble());
    }
    return new Visit(bench.path("shownMs").asDouble(), interactive, longest);
  }

  private List<Sample> samples(Chromium browser) {
    List<Sample> samples = new ArrayList<>();
    long begin = System.nanoTime();
    Duration step = length.dividedBy(4);
    for (int i = 0; i <= 4; i++) {
      Waiting.pause(i == 0 ? Duration.ZERO : step);
      browser.devTools("HeapProfiler.collectGarbage", JSON.createObjectNode());
      long heap =
          browser
              .devTools("Runtime.getHeapUsage", JSON.createObjectNode())
              .path("usedSize")
              .asLong();
      double longest =
          browser
              .run("return Math.max(0, ...bench.tasks.splice(0).map(task => task.ms))")
              .asDouble();
      ProcessHandle page =
          browser
              .renderers()
              .max(java.util.Comparator.comparingLong(each -> ProcFs.privateBytes(each.pid())))
              .orElseThrow(() -> new LabFailure("the browser shows no page"));
      samples.add(
          new Sample(
              (System.nanoTime() - begin) / 1e9,
              ProcFs.privateBytes(page.pid()),
              ProcFs.rssBytes(page.pid()).orElse(0),
              heap,
              longest));
    }
    return samples;
  }

  private static void keep(Chromium browser, Path file) {
    String image =
        browser
            .devTools("Page.captureScreenshot", JSON.createObjectNode().put("format", "png"))
            .path("data")
            .asString();
    try {
      Files.write(file, Base64.getDecoder().decode(image));
    } catch (IOException e) {
      throw new LabFailure("cannot write %s: %s".formatted(file, e), e);
    }
  }
}
