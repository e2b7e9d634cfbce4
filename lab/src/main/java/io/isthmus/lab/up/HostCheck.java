package io.isthmus.lab.up;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.kernel.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the lab needs from the machine, each with the words that help where it is missing. */
public final class HostCheck {
  private static final Map<String, String> PACKAGES =
      new TreeMap<>(
          Map.of(
              "ip", "iproute2",
              "ss", "iproute2",
              "nft", "nftables",
              "ping", "iputils-ping",
              "setsid", "util-linux"));

  private HostCheck() {}

  public static void requireRoot() {
    try {
      if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
        throw new LabFailure(
            "the lab makes network namespaces and needs root: run it again with sudo");
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw new LabFailure("the lab needs Linux with /proc: " + e.getMessage(), e);
    }
  }

  public static void requireCommands() {
    TreeSet<String> missing = new TreeSet<>(PACKAGES.keySet());
    missing.removeIf(HostCheck::isInstalled);
    if (!missing.isEmpty()) {
      TreeSet<String> packages = new TreeSet<>();
      missing.forEach(command -> packages.add(PACKAGES.getOrDefault(command, command)));
      throw new LabFailure(
          "these commands are missing: %s; on Debian or Ubuntu: apt-get install %s"
              .formatted(String.join(", ", missing), String.join(" ", packages)));
    }
  }

  /**
   * What encrypts overlays: the kernel's WireGuard or wireguard-go, and the tool that sets it up.
   */
  public static void requireWireGuard() {
    TreeSet<String> packages = new TreeSet<>();
    if (!isInstalled("wg")) {
      packages.add("wireguard-tools");
    }
    if (!isInstalled("wireguard-go") && !kernelHasWireGuard()) {
      packages.add("wireguard-go");
    }
    if (!packages.isEmpty()) {
      throw new LabFailure(
          "the intent has encrypted overlays, and what encrypts them is missing; on Debian or Ubuntu: apt-get install -y %s (or declare `encryption: OFF` for each overlay)"
              .formatted(String.join(" ", packages)));
    }
  }

  private static boolean kernelHasWireGuard() {
    return Shell.run("unshare", "-n", "ip", "link", "add", "wg0", "type", "wireguard").ok();
  }

  /** Whether a command is on the path. */
  public static boolean isInstalled(String command) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(place -> !place.isEmpty() && Files.isExecutable(Path.of(place, command)));
  }

  /** Tries whether the kernel has VXLAN devices that take the tunnel from the route. */
  public static void requireVxlan() {
    String name = "vxtry" + ProcessHandle.current().pid() % 100_000;
    Shell.Output made =
        Shell.run("ip", "link", "add", name, "type", "vxlan", "external", "dstport", "14789");
    if (!made.ok()) {
      throw new LabFailure(
          "this kernel makes no VXLAN device (%s): load the module vxlan (modprobe vxlan), or use a kernel with CONFIG_VXLAN; in a container also CAP_NET_ADMIN is needed"
              .formatted(made.err().strip()));
    }
    Shell.run("ip", "link", "del", name);
  }

  /** A port that the lab is about to listen on has to be free. */
  public static void requireFreePort(String address, int port, String option) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
    } catch (IOException e) {
      throw new LabFailure(
          "port %d on %s is taken%s: end that, or choose another with %s"
              .formatted(port, address, listener(port), option),
          e);
    }
  }

  /** {@code ss} says {@code users:(("java",pid=42,fd=7))}. */
  private static String listener(int port) {
    List<String> lines =
        Shell.run("ss", "-Hltnp", "sport = :" + port).out().lines().map(String::strip).toList();
    return lines.stream()
        .map(line ->
            line.replaceFirst(".*users:\\(\\(\"([^\"]+)\",pid=(\\d+).*", " by $1 (process $2)"))
        .filter(line -> line.startsWith(" by "))
        .findFirst()
        .orElse("");
  }

  /** A port that nobody listens on at the moment. */
  public static int freePort(String address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new LabFailure("no free port on " + address, e);
    }
  }
}
