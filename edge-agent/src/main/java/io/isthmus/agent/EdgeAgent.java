package io.isthmus.agent;

import io.isthmus.agent.control.Agent;
import io.isthmus.agent.control.AgentSettings;
import io.isthmus.agent.control.Log;
import io.isthmus.agent.identity.Identity;
import io.isthmus.agent.identity.IdentityStore;
import io.isthmus.agent.net.Instance;
import io.isthmus.agent.netlink.KernelFeatures;
import io.isthmus.agent.netlink.MessageTrace;
import io.isthmus.agent.netlink.NamespaceLock;
import io.isthmus.agent.probe.ProbeSettings;
import io.isthmus.agent.probe.ProbeSettings.ClockClaim;
import io.isthmus.agent.store.StateLock;
import io.isthmus.agent.wireguard.Implementation;
import io.isthmus.agent.wireguard.Implementation.Choice;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The command of the edge agent. Ends with 0, with 1 when it failed, with 2 when called wrongly.
 */
public final class EdgeAgent {

  private static final String USAGE =
      """
      The agent of one edge. Works in the network namespace that it is started in; needs root.

      join --controller HOST:PORT[,HOST:PORT…] [--token-file FILE | --token -] [--edge E]
           [--instance N] [--state-dir D] [--timeout SECONDS]
                 makes this device an edge, by an enrolment token: from a file, from the standard
                 input (-), or from ISTHMUS_ENROLLMENT_TOKEN. Done once; again with another token it
                 joins anew, with the same one it does nothing
      run [--instance N] [--state-dir D] [--controller HOST:PORT[,HOST:PORT…]]
          [--clock auto|synchronized|unsynchronized] [--stamp-port N] [--metrics HOST:PORT]
          [--wireguard auto|kernel|userspace|off] [--trace-netlink FILE] [--log-format text|json]
                 keeps the data plane as the controller wants it, until it is stopped
      status [--instance N] [--state-dir D] [--json]
                 shows who the edge is and what it carries, also while no agent runs
      check
                 says what this kernel can do for an edge
      purge [--instance N] [--state-dir D] [--keep-identity]
                 removes everything that the agent made, and its state

      --controller …         where controllers listen; several are tried in turn. Of run: others than
                             those that the edge joined by
      --edge E               which edge this is, where the token is for a site
      --instance N           which of the machine's agents this is, 0–15 (default 0)
      --state-dir D          where the identity and the last good configuration are kept
                             (default %s, with -N after it for another instance)
      --timeout SECONDS      how long a controller that cannot be reached is tried (default 300); an
                             operator's approval is waited for without end
      --clock auto           whether one-way delays can be measured: as the kernel says; synchronized
                             where edges share a clock; unsynchronized never
      --stamp-port N         where the edge answers probes (default 862 + instance)
      --wireguard auto       what encrypts paths: the kernel where it can, else wireguard-go; off:
                             nothing, and what is to be encrypted is refused
      --metrics HOST:PORT    serve metrics for Prometheus there (default: nowhere)
      --log-format json      lines of the log as JSON, in the names of the Elastic Common Schema
                             (default: text; or ISTHMUS_LOG_FORMAT)
      --trace-netlink FILE   append a line for every message that changes the kernel
      """;

  private static final Path DEFAULT_STATE = Path.of("/var/lib/isthmus-edge");

  /** Several agents on one machine are told apart by this number. */
  static final int MAX_INSTANCE = Instance.MAX;

  private EdgeAgent() {}

  public static void main(String[] args) {
    spareMemory();
    try {
      System.exit(run(Options.parse(args)));
    } catch (Options.WrongUse e) {
      System.err.println(e.getMessage() + "\n\n" + USAGE.formatted(DEFAULT_STATE));
      System.exit(2);
    } catch (IOException e) {
      Log.warn("giving up: " + e.getMessage());
      System.exit(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      System.exit(1);
    }
  }

  /**
   * What the libraries would load and never use here: 150 public authorities, another transport.
   */
  private static void spareMemory() {
    String netty = "io.grpc.netty.shaded.io.netty.";
    System.setProperty("javax.net.ssl.trustStore", "NONE");
    System.setProperty(netty + "transport.noNative", "true");
    // Names of channels, which would take the addresses of all interfaces to make.
    System.setProperty(netty + "machineId", "02:00:00:00:00:01");
    System.setProperty(netty + "processId", "1");
  }

  private static Log.Format logFormat(Options options) throws Options.WrongUse {
    String set = System.getenv().getOrDefault("ISTHMUS_LOG_FORMAT", "text");
    String format = options.value("log-format").orElse(set);
    return switch (format) {
      case "text" -> Log.Format.TEXT;
      case "json" -> Log.Format.JSON;
      default -> throw new Options.WrongUse("--log-format " + format + " is none of text, json");
    };
  }

  private static int run(Options options)
      throws IOException, InterruptedException, Options.WrongUse {
    Log.format(logFormat(options));
    Path state = state(options);
    return switch (options.command()) {
      case "run" -> runAgent(options, state);
      case "join" -> Joins.run(options, state, System.getenv(), System.in);
      case "purge" -> {
        Purge.Forget forget =
            options.has("keep-identity") ? Purge.Forget.ALL_BUT_IDENTITY : Purge.Forget.EVERYTHING;
        Instance instance = instance(options, state);
        yield locked(state, instance, () -> Purge.run(state, instance, forget));
      }
      case "status" -> {
        Status.print(state, instance(options, state), options.has("json"), System.out);
        yield 0;
      }
      case "check" -> check();
      case "help" -> {
        System.out.print(USAGE.formatted(DEFAULT_STATE));
        yield 0;
      }
      default -> throw new Options.WrongUse("unknown command '" + options.command() + "'");
    };
  }

  /** Ends with 1 where the kernel lacks what every edge needs. */
  private static int check() throws IOException {
    KernelFeatures features = KernelFeatures.probe();
    System.out.printf(
        """
        VXLAN with VNI filter   %s
        next-hop objects        %s
        IPv6                    %s
        resilient groups        %s (not needed)
        WireGuard               %s
        """,
        word(features.vxlanVniFilter()),
        word(features.nexthopObjects()),
        word(features.ipv6()),
        word(features.resilientGroups()),
        wireguard(Implementation.detect(Choice.AUTO, features.kernelWireguard())));
    return features.vxlanVniFilter() && features.nexthopObjects() && features.ipv6() ? 0 : 1;
  }

  private static String wireguard(Implementation implementation) {
    return switch (implementation) {
      case NONE -> "no: nothing can be encrypted";
      case KERNEL -> "yes";
      case USERSPACE -> "wireguard-go";
    };
  }

  private static String word(boolean present) {
    return present ? "yes" : "no";
  }

  /** As it has joined, where nothing else is said. */
  private static Instance instance(Options options, Path state) throws Options.WrongUse {
    int joined;
    try {
      joined = new IdentityStore(state).find().map(Identity::instance).orElse(0);
    } catch (IOException e) {
      // Damaged, or not for this user: what can be shown or removed all the same shall be.
      joined = 0;
    }
    return new Instance(options.number("instance", MAX_INSTANCE, joined));
  }

  private static Path state(Options options) throws Options.WrongUse {
    int instance = options.number("instance", MAX_INSTANCE);
    Path ofInstance =
        instance == 0
            ? DEFAULT_STATE
            : DEFAULT_STATE.resolveSibling(DEFAULT_STATE.getFileName() + "-" + instance);
    return options.path("state-dir").orElse(ofInstance);
  }

  private static int runAgent(Options options, Path state)
      throws IOException, InterruptedException, Options.WrongUse {
    Optional<Identity> joined = new IdentityStore(state).find();
    if (joined.isEmpty()) {
      Log.warn(
          "this device has not joined as an edge (nothing in "
              + state
              + "): get an enrolment token from the controller and run isthmus edge join"
              + " --controller HOST:PORT --token-file FILE");
      return 1;
    }
    Identity identity = joined.get();
    Log.speakFor(identity.tenant(), identity.edge(), AgentSettings.VERSION);
    int instance = options.number("instance", MAX_INSTANCE, identity.instance());
    if (instance != identity.instance()) {
      throw new Options.WrongUse(
          "--instance " + instance + ": this edge has joined as instance " + identity.instance());
    }
    Optional<String> others = options.value("controller");
    AgentSettings settings =
        new AgentSettings(
            identity.tenant(),
            identity.edge(),
            instance,
            others.isPresent() ? Joins.controllers(others.get()) : List.of(),
            state,
            probing(options, new Instance(instance)),
            wireguard(options),
            options.address("metrics"));
    return locked(
        state,
        new Instance(settings.instance()),
        () -> {
          Agent agent = new Agent(settings, trace(options), RandomGenerator.getDefault());
          stopWhenAsked(agent);
          Log.info("this is " + identity + ", state in " + state);
          agent.run();
        });
  }

  private static Choice wireguard(Options options) throws Options.WrongUse {
    String choice = options.value("wireguard").orElse("auto");
    return switch (choice) {
      case "auto" -> Choice.AUTO;
      case "kernel" -> Choice.KERNEL;
      case "userspace" -> Choice.USERSPACE;
      case "off" -> Choice.OFF;
      default ->
          throw new Options.WrongUse(
              "--wireguard " + choice + " is none of auto, kernel, userspace, off");
    };
  }

  private static ProbeSettings probing(Options options, Instance instance) throws Options.WrongUse {
    return new ProbeSettings(options.port("stamp-port", instance.stampPort()), clock(options));
  }

  private static ClockClaim clock(Options options) throws Options.WrongUse {
    String claim = options.value("clock").orElse("auto");
    return switch (claim) {
      case "auto" -> ClockClaim.AUTO;
      case "synchronized" -> ClockClaim.SYNCHRONIZED;
      case "unsynchronized" -> ClockClaim.UNSYNCHRONIZED;
      default ->
          throw new Options.WrongUse(
              "--clock " + claim + " is none of auto, synchronized, unsynchronized");
    };
  }

  /** The shutdown waits for the loop, so that a configuration on its way to disk gets there. */
  private static void stopWhenAsked(Agent agent) {
    Thread main = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  agent.stop();
                  try {
                    main.join(2_000);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "stop"));
  }

  private static MessageTrace trace(Options options) throws IOException {
    Optional<Path> file = options.path("trace-netlink");
    if (file.isEmpty()) {
      return MessageTrace.OFF;
    }
    PrintStream stream =
        new PrintStream(
            new java.io.FileOutputStream(file.get().toFile(), true), true, StandardCharsets.UTF_8);
    return stream::println;
  }

  private interface Action {
    void run() throws IOException, InterruptedException;
  }

  private static int locked(Path state, Instance instance, Action action)
      throws IOException, InterruptedException {
    Optional<StateLock> lock = StateLock.take(state);
    if (lock.isEmpty()) {
      Log.warn("another agent runs with " + state + ": stop it, or give another --state-dir");
      return 1;
    }
    try (StateLock held = lock.get()) {
      return lockedHere(instance, action);
    }
  }

  /** Whatever their state directories, two would fight over one data plane. */
  private static int lockedHere(Instance instance, Action action)
      throws IOException, InterruptedException {
    Optional<NamespaceLock> lock = NamespaceLock.take("isthmus-edge/" + instance.number());
    if (lock.isEmpty()) {
      Log.warn(
          "another agent runs as instance "
              + instance.number()
              + " in this network namespace: stop it, or give another --instance");
      return 1;
    }
    try (NamespaceLock held = lock.get()) {
      action.run();
      return 0;
    }
  }
}
