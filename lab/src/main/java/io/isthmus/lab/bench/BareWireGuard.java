package io.isthmus.lab.bench;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.kernel.Shell;
import io.isthmus.lab.network.LabIntent;
import io.isthmus.lab.network.LabName;
import io.isthmus.lab.network.LabNetwork;
import io.isthmus.lab.network.ManagementNet;
import io.isthmus.lab.network.NetworkPlanner;
import io.isthmus.lab.network.WanKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The same wires as the bench's lab with a WireGuard interface and a static route at each edge
 * instead of agents: what encryption itself costs on this machine. By the kernel where it can, else
 * by wireguard-go, as the agents choose.
 */
final class BareWireGuard implements AutoCloseable {
  static final LabName NAME = new LabName("isthmus-wg");
  private static final int PORT = 51_820;

  /**
   * Keys come by the standard input, and the socket of wireguard-go lies where no other lab's is.
   */
  private static final String MAKE =
      "mkdir -p /run/wireguard && mount --bind \"$0\" /run/wireguard"
          + " && { ip link add wg0 type wireguard 2>/dev/null || wireguard-go wg0 >/dev/null 2>&1; }"
          + " && wg setconf wg0 /dev/stdin";

  BareWireGuard() throws IOException {
    remove();
    LabIntent intent = LabIntent.parse(BenchIntent.withOverlays(0));
    new LabNetwork(NAME, NetworkPlanner.plan(NAME, ManagementNet.of(NAME), intent, WanKind.DIRECT))
        .build();
    String left = key();
    String right = key();
    join(NAME.edge(BenchIntent.LEFT), 1, 2, left, right);
    join(NAME.edge(BenchIntent.RIGHT), 2, 1, right, left);
  }

  private static String key() {
    return Shell.run("wg", "genkey").orFail().strip();
  }

  private static void join(Namespace edge, int own, int remote, String ownKey, String remoteKey)
      throws IOException {
    edge.set(List.of("net/ipv4/ip_forward=1"));
    edge.ip(List.of("route add 198.18.%d.0/30 via 198.18.%d.1".formatted(remote, own)));
    String config =
        """
        [Interface]
        PrivateKey = %s
        ListenPort = %d
        [Peer]
        PublicKey = %s
        AllowedIPs = 0.0.0.0/0
        Endpoint = 198.18.%d.2:%d
        """
            .formatted(
                ownKey,
                PORT,
                Shell.run(List.of("wg", "pubkey"), remoteKey).orFail().strip(),
                remote,
                PORT);
    Path sockets = Files.createTempDirectory("isthmus-wg");
    Shell.run(edge.exec(List.of("sh", "-c", MAKE, sockets.toString())), config).orFail();
    edge.ip(List.of("link set wg0 up", "route add 10.%d.0.0/24 dev wg0".formatted(remote)));
  }

  /** {@code kernel} or {@code wireguard-go}. */
  static String kind() {
    String details =
        Shell.run("ip", "-n", NAME.edge(BenchIntent.LEFT).name(), "-d", "link", "show", "wg0")
            .orFail();
    return details.contains("wireguard") ? "kernel" : "wireguard-go";
  }

  private static void remove() {
    for (Namespace namespace : NAME.namespaces()) {
      for (ProcessHandle process : namespace.processes()) {
        process.destroyForcibly();
        try {
          process.onExit().get(5, java.util.concurrent.TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException
            | java.util.concurrent.TimeoutException e) {
          throw new LabFailure("process %d does not end".formatted(process.pid()), e);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
    LabNetwork.remove(NAME);
  }

  @Override
  public void close() {
    remove();
  }
}
