package io.isthmus.lab.up;

import io.isthmus.lab.Lab;
import io.isthmus.lab.LabFailure;
import io.isthmus.lab.network.LabIntent;
import io.isthmus.lab.network.LabIntent.EdgeSite;
import io.isthmus.lab.network.LabNetwork;
import io.isthmus.lab.network.ManagementNet;
import io.isthmus.lab.network.NetworkPlanner;
import io.isthmus.lab.network.WanKind;
import io.isthmus.lab.process.LabProcess;
import io.isthmus.lab.process.LabProcesses;
import io.isthmus.lab.rest.ControllerApi;
import io.isthmus.lab.rest.Exchange;
import io.isthmus.lab.service.SiteService;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Brings a lab up: makes what is missing, in an order in which nothing waits without need. */
public final class LabUp {
  private static final Duration CONTROLLER_LIMIT = Duration.ofSeconds(120);
  private static final Duration WAN_LIMIT = Duration.ofSeconds(30);
  private static final Duration ACKNOWLEDGE_LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final String LOOPBACK = "127.0.0.1";

  /** Of each agent's metrics, on the edge's management address. */
  public static final int METRICS_PORT = 9464;

  /** Of the WAN emulator's process. */
  public static final String WAN_ROLE = "wan";

  private final Lab lab;
  private final Options options;
  private final Programs programs;
  private final LabIntent intent;
  private final LabProcesses processes;
  private final Progress progress;
  private int repairs;

  /**
   * What a user may choose.
   *
   * @param intent the network to build; absent to use the example
   * @param wanKind absent for that of the lab that is up, or else emulated
   */
  public record Options(
      Optional<java.nio.file.Path> intent,
      int restPort,
      int southboundPort,
      Optional<WanKind> wanKind) {}

  /**
   * What came of it.
   *
   * @param repairs parts that were missing; 0 when the lab was up already
   * @param controllerStart absent when the controller ran already
   * @param trafficAfter from the start of the command to the last verified host pair
   */
  public record Outcome(
      int repairs,
      Optional<Duration> controllerStart,
      Duration trafficAfter,
      int pairs,
      Lab.State state) {}

  public LabUp(Lab lab, Options options, Programs programs, Progress progress) {
    this.lab = lab;
    this.options = options;
    this.programs = programs;
    this.intent = LabIntent.read(options.intent().orElseGet(programs::intent));
    this.processes = lab.processes();
    this.progress = progress;
  }

  public Outcome run() {
    HostCheck.requireRoot();
    HostCheck.requireCommands();
    requireNoOther();
    HostCheck.requireVxlan();
    if (intent.encryption() == LabIntent.Encryption.NEEDED) {
      HostCheck.requireWireGuard();
    }
    if (processes.find("controller").isEmpty()) {
      HostCheck.requireFreePort(LOOPBACK, options.restPort(), "--port");
    }
    Supplier<List<String>> agentCommand = onceAsked(programs::agent);
    Lab.State state = network();
    startWans(state);
    long controllerBegin = System.nanoTime();
    Optional<LabProcess> controller = startController(state);
    startServices();
    awaitWans(state);
    ControllerApi api = lab.controllerOn(state.restPort());
    awaitReady(api);
    Optional<Duration> controllerStart =
        controller.map(started -> Duration.ofNanos(System.nanoTime() - controllerBegin));
    declare(api);
    join(state, api, agentCommand);
    startAgents(agentCommand);
    awaitAcknowledged(api);
    progress.done("%d edges carry the intent".formatted(intent.edges().size()));
    int pairs = new Reachability(lab.name(), intent).verify();
    progress.done("%d host pairs answer pings and HTTP".formatted(pairs));
    return new Outcome(repairs, controllerStart, progress.sinceBegin(), pairs, state);
  }

  /** The lab of another working copy would share namespaces with this one. */
  private void requireNoOther() {
    for (LabProcess process : processes.all()) {
      if (!process.stateDir().equals(lab.stateDir().toString())) {
        throw new LabFailure(
            "a lab named %s is up already from %s (process %d): bring that down, or name this one with --name"
                .formatted(lab.name(), process.stateDir(), process.pid()));
      }
    }
  }

  private Lab.State network() {
    ManagementNet known = ManagementNet.of(lab.name());
    ManagementNet management = known;
    Optional<WanKind> built = lab.find().map(Lab.State::wanKind);
    WanKind wanKind = options.wanKind().or(() -> built).orElse(WanKind.EMULATED);
    LabNetwork network = wires(management, wanKind);
    Optional<Lab.State> running = processes.find("controller").flatMap(controller -> lab.find());
    boolean usable =
        built.equals(Optional.of(wanKind))
            && running
                .map(state -> state.southboundAddress().equals(known.controller()))
                .orElse(processes.find("controller").isEmpty());
    if (!usable || !network.isWhole()) {
      running = Optional.empty();
      new LabDown(lab).clear();
      management = ManagementNet.of(lab.name());
      wires(management, wanKind).build();
      repairs++;
      progress.done(
          "network: %d namespaces, %d underlays, management on %s"
              .formatted(lab.name().namespaces().size(), underlays(), management.controller()));
    }
    Lab.State chosen =
        new Lab.State(
            options.restPort(), management.controller(), options.southboundPort(), wanKind);
    // A controller that runs keeps its ports, whatever is asked for now.
    Lab.State state = running.orElse(chosen);
    lab.save(state);
    keepIntent();
    return state;
  }

  private LabNetwork wires(ManagementNet management, WanKind wanKind) {
    return new LabNetwork(lab.name(), NetworkPlanner.plan(lab.name(), management, intent, wanKind));
  }

  private long underlays() {
    return intent.edges().stream()
        .flatMap(edge -> edge.wans().stream().map(wan -> wan.transport()))
        .distinct()
        .count();
  }

  private void keepIntent() {
    try {
      Files.writeString(lab.intentFile(), intent.yaml());
    } catch (IOException e) {
      throw new LabFailure("cannot write %s: %s".formatted(lab.intentFile(), e), e);
    }
  }

  private void startWans(Lab.State state) {
    if (state.wanKind() == WanKind.EMULATED && processes.find(WAN_ROLE).isEmpty()) {
      start(
          WAN_ROLE,
          Optional.empty(),
          Programs.wanEmulator(
              lab.name().value(), lab.intentFile().toString(), lab.wanSocket().toString()));
    }
  }

  private void awaitWans(Lab.State state) {
    if (state.wanKind() == WanKind.EMULATED) {
      Waiting.until(
          WAN_LIMIT,
          PAUSE,
          () -> {
            if (processes.find(WAN_ROLE).isEmpty()) {
              throw new LabFailure(wansFailed("has ended"));
            }
            return lab.wan().isThere();
          },
          () -> wansFailed("does not answer"));
      progress.done("WANs are emulated");
    }
  }

  private String wansFailed(String how) {
    return "the WAN emulator %s; its last words (%s):%n%s"
        .formatted(how, processes.log(WAN_ROLE), processes.lastWords(WAN_ROLE, 15));
  }

  private Optional<LabProcess> startController(Lab.State state) {
    if (processes.find("controller").isPresent()) {
      return Optional.empty();
    }
    List<String> command = new java.util.ArrayList<>(programs.controller());
    command.add("--server.address=" + LOOPBACK);
    command.add("--server.port=" + state.restPort());
    command.add("--isthmus.southbound.address=" + state.southboundAddress());
    command.add("--isthmus.southbound.port=" + state.southboundPort());
    command.add("--isthmus.data-dir=" + lab.controllerData());
    return Optional.of(start("controller", Optional.empty(), command));
  }

  private void startServices() {
    for (EdgeSite edge : intent.edges()) {
      String role = "service/" + edge.name();
      if (!edge.lans().isEmpty() && processes.find(role).isEmpty()) {
        String port = Integer.toString(Reachability.SERVICE_PORT);
        start(
            role,
            Optional.of(lab.name().host(edge.name())),
            Programs.own(SiteService.class, edge.name(), port));
      }
    }
  }

  /** Each edge that the controller does not know joins by a token of its own, as a user's would. */
  private void join(Lab.State state, ControllerApi api, Supplier<List<String>> agentCommand) {
    List<EdgeSite> strangers = intent.edges().stream().filter(edge -> !isKnown(api, edge)).toList();
    if (strangers.isEmpty()) {
      return;
    }
    Joining joining =
        new Joining(lab, api, state.southboundAddress() + ":" + state.southboundPort());
    List<String> command = agentCommand.get();
    joining.join(strangers.stream().map(EdgeSite::name).toList(), command);
    repairs += strangers.size();
    progress.done("%d edges have joined, each by a token of its own".formatted(strangers.size()));
  }

  private boolean isKnown(ControllerApi api, EdgeSite edge) {
    return Files.exists(lab.agentState(edge.name()).resolve("identity").resolve("identity.pem"))
        && status(api, edge).path("identity").path("state").asString("").equals("ACTIVE");
  }

  private void startAgents(Supplier<List<String>> agentCommand) {
    for (EdgeSite edge : intent.edges()) {
      String role = "agent/" + edge.name();
      if (processes.find(role).isEmpty()) {
        List<String> command = new java.util.ArrayList<>(agentCommand.get());
        command.addAll(
            List.of(
                "run",
                "--state-dir",
                lab.agentState(edge.name()).toString(),
                // One machine, one clock.
                "--clock",
                "synchronized",
                "--metrics",
                "%s:%d".formatted(ManagementNet.of(lab.name()).edge(edge.number()), METRICS_PORT)));
        start(
            role,
            Optional.of(lab.name().edge(edge.name())),
            Programs.withOwnWireGuardSockets(lab.wireGuardSockets(edge.name()), command));
      }
    }
  }

  private LabProcess start(
      String role, Optional<io.isthmus.lab.kernel.Namespace> namespace, List<String> command) {
    repairs++;
    return processes.start(role, namespace, command);
  }

  private void awaitReady(ControllerApi api) {
    Waiting.until(
        CONTROLLER_LIMIT,
        PAUSE,
        () -> {
          if (processes.find("controller").isEmpty()) {
            throw new LabFailure(
                "the controller has ended; its last words (%s):%n%s"
                    .formatted(processes.log("controller"), processes.lastWords("controller", 25)));
          }
          return api.isReady();
        },
        () ->
            "the controller is not ready after %d s; its last words (%s):%n%s"
                .formatted(
                    CONTROLLER_LIMIT.toSeconds(),
                    processes.log("controller"),
                    processes.lastWords("controller", 25)));
    progress.done("controller answers on " + api.root());
  }

  /** What a user has changed over REST stays, unless an intent is given again. */
  private void declare(ControllerApi api) {
    if (options.intent().isEmpty() && !api.list("/edges").isEmpty()) {
      return;
    }
    // Nobody is there yet who could acknowledge it.
    Exchange applied = ControllerApi.require(api.submitYaml("/intent:apply", intent.yaml()));
    if (applied.operation().isPresent()) {
      repairs++;
    }
  }

  private void awaitAcknowledged(ControllerApi api) {
    for (EdgeSite edge : intent.edges()) {
      Waiting.until(
          ACKNOWLEDGE_LIMIT,
          PAUSE,
          () -> isInSync(status(api, edge)),
          () -> notInSync(edge, status(api, edge)));
    }
  }

  private static JsonNode status(ControllerApi api, EdgeSite edge) {
    return ControllerApi.require(api.get("/edges/%s/status".formatted(edge.name()))).body();
  }

  private static boolean isInSync(JsonNode status) {
    return status.path("connection").asString("").equals("CONNECTED")
        && status.path("configState").asString("").equals("IN_SYNC");
  }

  private String notInSync(EdgeSite edge, JsonNode status) {
    String role = "agent/" + edge.name();
    return "edge %s has not acknowledged its configuration after %d s: %s; last words of its agent (%s):%n%s"
        .formatted(
            edge.name(),
            ACKNOWLEDGE_LIMIT.toSeconds(),
            status,
            processes.log(role),
            processes.lastWords(role, 15));
  }

  private static <T> Supplier<T> onceAsked(Supplier<T> source) {
    return new Supplier<>() {
      private @Nullable T value;

      @Override
      public T get() {
        T known = value;
        if (known == null) {
          known = source.get();
          value = known;
        }
        return known;
      }
    };
  }
}
