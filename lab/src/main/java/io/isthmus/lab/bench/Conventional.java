package io.isthmus.lab.bench;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.flow.TunnelPing;
import io.isthmus.lab.kernel.Ip;
import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.kernel.ProcFs;
import io.isthmus.lab.kernel.ProcFs.KernelMemory;
import io.isthmus.lab.kernel.Shell;
import io.isthmus.lab.up.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * The published way to build overlays: for each a VXLAN device, a routing table and a rule for its
 * mark. Made by {@code ip -batch}, which sends a netlink request at a time and spares a process
 * each; both ends at once, without any controller, so the comparison favours it. Each device has
 * neighbours of its own: from about 500 devices on they overflow the kernel's usual table of 1,024,
 * and pinging all of them then takes much longer.
 */
final class Conventional {
  private static final Namespace LEFT = new Namespace("isthmus-conv-left");
  private static final Namespace RIGHT = new Namespace("isthmus-conv-right");
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration SETTLE = Duration.ofMillis(1_500);

  private Conventional() {}

  static OverlaysRow measure(int count) throws IOException {
    remove();
    try {
      Ip.batch(
          List.of(
              "netns add " + LEFT,
              "netns add " + RIGHT,
              "link add wan0 netns %s type veth peer name wan0 netns %s".formatted(LEFT, RIGHT)));
      wire(LEFT, 1);
      wire(RIGHT, 2);
      Waiting.pause(SETTLE);
      return measureBetween(count);
    } finally {
      remove();
    }
  }

  private static void wire(Namespace end, int number) {
    end.set(List.of("net/ipv6/conf/default/accept_dad=0"));
    end.ip(
        List.of(
            "link set lo up",
            "addr add 198.18.0.%d/24 dev wan0".formatted(number),
            "link set wan0 up"));
  }

  private static OverlaysRow measureBetween(int count) throws IOException {
    KernelMemory before = ProcFs.kernelMemory();
    double cpuBefore = ProcFs.cpuSeconds(ProcessHandle.current().pid());
    long begin = System.nanoTime();
    CompletableFuture<Void> right = CompletableFuture.runAsync(() -> RIGHT.ip(lines(count, 2, 1)));
    LEFT.ip(lines(count, 1, 2));
    right.join();
    long made = System.nanoTime();
    long last = LEFT.call(() -> ping(count - 1));
    long all =
        LEFT.call(() -> {
          for (int i = 0; i < count; i++) {
            ping(i);
          }
          return System.nanoTime();
        });
    double cpu = ProcFs.cpuSeconds(ProcessHandle.current().pid()) - cpuBefore;
    Waiting.pause(SETTLE);
    return new OverlaysRow(
        "a device, table and rule each",
        count,
        OverlaysRow.State.WARM,
        (made - begin) / 1e6,
        (last - begin) / 1e6,
        (all - begin) / 1e6,
        OverlaysRow.memory(ProcFs.kernelMemory().since(before)),
        new OverlaysRow.Cpu(0, 0, cpu));
  }

  private static List<String> lines(int count, int own, int remote) {
    List<String> lines = new ArrayList<>();
    IntStream.range(0, count)
        .forEach(i -> {
          int vni = BenchIntent.vni(i);
          String device = "vx" + vni;
          lines.add(
              "link add %s type vxlan id %d local 198.18.0.%d remote 198.18.0.%d dstport 4789"
                  .formatted(device, vni, own, remote));
          lines.add("addr add %s/64 dev %s nodad".formatted(address(own, vni), device));
          lines.add("link set %s up".formatted(device));
          lines.add("route add 10.%d.0.0/16 dev %s table %d".formatted(remote, device, vni));
          lines.add("rule add fwmark %d lookup %d".formatted(vni, vni));
        });
    return lines;
  }

  private static String address(int end, int vni) {
    return "fd00:%x::%x".formatted(vni, end);
  }

  private static long ping(int overlay) throws IOException {
    int vni = BenchIntent.vni(overlay);
    return TunnelPing.awaitHere(
            address(1, vni), address(2, vni), System.nanoTime() + LIMIT.toNanos())
        .orElseThrow(() -> new LabFailure("device %d does not answer a ping".formatted(overlay)));
  }

  private static void remove() {
    for (Namespace end : List.of(LEFT, RIGHT)) {
      if (end.exists()) {
        Shell.run("ip", "netns", "del", end.name());
      }
    }
  }
}
