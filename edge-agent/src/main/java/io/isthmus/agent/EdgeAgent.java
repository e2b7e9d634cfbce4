package io.isthmus.agent;

import io.isthmus.agent.control.Agent;
import io.isthmus.agent.control.AgentSettings;
import io.isthmus.agent.control.Log;
import io.isthmus.agent.identity.ControllerAddress;
import io.isthmus.agent.netlink.KernelFeatures;
import io.isthmus.agent.netlink.MessageTrace;
import io.isthmus.agent.probe.ProbeSettings;
import io.isthmus.agent.probe.ProbeSettings.ClockClaim;
import io.isthmus.agent.store.StateLock;
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

      run --controller HOST:PORT --tenant T --edge E [--state-dir D] [--insecure-plaintext]
          [--clock auto|synchronized|unsynchronized] [--stamp-port N] [--metrics HOST:PORT]
          [--instance N] [--trace-netlink FILE]
                 keeps the data plane as the controller wants it, until it is stopped
      status [--state-dir D] [--json]
                 shows what the edge carries, also while no agent runs
      check
                 says what this kernel can do for an edge
      purge [--state-dir D]
                 removes everything that the agent made, and its state

      --state-dir D          where the last good configuration is kept (default %s)
      --insecure-plaintext   dial a controller beyond this machine without encryption
      --instance N           which of the machine's agents this is, 0–15 (default 0)
      --clock auto           whether one-way delays can be measured: as the kernel says; synchronized
                             where edges share a clock; unsynchronized never
      --stamp-port N         where all edges answer probes (default 862)
      --metrics HOST:PORT    serve metrics for Prometheus there (default: nowhere)
      --trace-netlink FILE   append a line for every message that changes the kernel
      """;

  private static final Path DEFAULT_STATE = Path.of("/var/lib/isthmus-edge");

  private static final int STAMP_PORT = 862;

  /** Several agents on one machine are told apart by this number. */
  private static final int MAX_INSTANCE = 15;

  private EdgeAgent() {}

  public static void main(String[] args) {
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

  private static int run(Options options)
      throws IOException, InterruptedException, Options.WrongUse {
    Path state = options.path("state-dir").orElse(DEFAULT_STATE);
    return switch (options.command()) {
      case "run" -> runAgent(options, state);
      case "purge" -> locked(state, () -> Purge.run(state));
      case "status" -> {
        Status.print(state, options.has("json"), System.out);
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
        WireGuard               %s (not needed)
        """,
        word(features.vxlanVniFilter()),
        word(features.nexthopObjects()),
        word(features.ipv6()),
        word(features.resilientGroups()),
        word(features.kernelWireguard()));
    return features.vxlanVniFilter() && features.nexthopObjects() && features.ipv6() ? 0 : 1;
  }

  private static String word(boolean present) {
    return present ? "yes" : "no";
  }

  private static int runAgent(Options options, Path state)
      throws IOException, InterruptedException, Options.WrongUse {
    AgentSettings settings =
        new AgentSettings(
            options.required("tenant"),
            options.required("edge"),
            options.number("instance", MAX_INSTANCE),
            controllers(options),
            state,
            new ProbeSettings(options.port("stamp-port", STAMP_PORT), clock(options)),
            options.address("metrics"));
    return locked(
        state,
        () -> {
          Agent agent = new Agent(settings, trace(options), RandomGenerator.getDefault());
          stopWhenAsked(agent);
          Log.info(
              "edge "
                  + settings.tenant()
                  + "/"
                  + settings.edge()
                  + ", controller "
                  + settings.controllers()
                  + ", state in "
                  + state);
          agent.run();
        });
  }

  private static List<ControllerAddress> controllers(Options options) throws Options.WrongUse {
    try {
      return ControllerAddress.parseAll(options.required("controller"));
    } catch (IllegalArgumentException e) {
      throw new Options.WrongUse(String.valueOf(e.getMessage()));
    }
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

  private static int locked(Path state, Action action) throws IOException, InterruptedException {
    Optional<StateLock> lock = StateLock.take(state);
    if (lock.isEmpty()) {
      Log.warn("another agent runs with " + state + ": stop it, or give another --state-dir");
      return 1;
    }
    try (StateLock held = lock.get()) {
      action.run();
      return 0;
    }
  }
}
