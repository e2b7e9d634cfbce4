package io.isthmus.lab.bench;

import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.network.LabIntent;
import io.isthmus.lab.network.LabName;
import io.isthmus.lab.network.LabNetwork;
import io.isthmus.lab.network.ManagementNet;
import io.isthmus.lab.network.NetworkPlanner;
import io.isthmus.lab.network.WanKind;
import java.util.List;

/**
 * The same wires as the bench's lab with an ordinary VXLAN device and two static routes instead of
 * agents: what the machine itself is capable of.
 */
final class PlainVxlan implements AutoCloseable {
  static final LabName NAME = new LabName("isthmus-plain");

  PlainVxlan() {
    LabNetwork.remove(NAME);
    LabIntent intent = LabIntent.parse(BenchIntent.withOverlays(0));
    new LabNetwork(NAME, NetworkPlanner.plan(NAME, ManagementNet.of(NAME), intent, WanKind.DIRECT))
        .build();
    join(NAME.edge(BenchIntent.LEFT), 1, 2);
    join(NAME.edge(BenchIntent.RIGHT), 2, 1);
  }

  private static void join(Namespace edge, int own, int remote) {
    edge.set(List.of("net/ipv4/ip_forward=1"));
    edge.ip(
        List.of(
            "route add 198.18.%d.0/30 via 198.18.%d.1".formatted(remote, own),
            "link add vx mtu 1450 type vxlan id 42 local 198.18.%d.2 remote 198.18.%d.2 dstport 4789"
                .formatted(own, remote),
            "addr add 192.168.42.%d/24 dev vx".formatted(own),
            "link set vx up",
            "route add 10.%d.0.0/24 via 192.168.42.%d".formatted(remote, remote)));
  }

  @Override
  public void close() {
    LabNetwork.remove(NAME);
  }
}
