package io.isthmus.agent.apply;

import io.isthmus.agent.net.Instance;
import io.isthmus.agent.netlink.DeviceSettings;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Kernel settings that the data plane needs, of the calling thread's namespace. What was there
 * before is noted in a file before it is changed, and comes back with {@link #restore}.
 */
final class Sysctls {

  private static final Path ROOT = Path.of("/proc/sys/net");
  private static final String SAVED_FILE = "sysctl.saved";

  /**
   * Forwarding; flows instead of address pairs as the unit that is spread over a group's members;
   * pings from tunnel addresses, which no device carries.
   */
  private static final Map<String, String> WANTED =
      ordered(
          "ipv4/ip_forward", "1",
          "ipv6/conf/all/forwarding", "1",
          "ipv4/fib_multipath_hash_policy", "1",
          "ipv6/fib_multipath_hash_policy", "1",
          "ipv6/ip_nonlocal_bind", "1");

  /**
   * The device speaks to no router and is none to its neighbours. Sources are not checked against
   * routes: a class may come by a path that its answers do not take.
   */
  private static Map<String, String> ofDevice(String device) {
    return ordered(
        "ipv6/conf/" + device + "/accept_ra", "0",
        "ipv6/conf/" + device + "/router_solicitations", "0",
        "ipv4/conf/" + device + "/send_redirects", "0",
        "ipv4/conf/" + device + "/rp_filter", "0",
        "ipv4/conf/" + device + ACCEPT_LOCAL, "1");
  }

  /**
   * What the kernel answers by itself goes back by the rules of the instance that it came by, and
   * so do connections that the edge accepts.
   */
  private static final Map<String, String> WANTED_BY_OTHERS =
      ordered(
          "ipv4/fwmark_reflect", "1",
          "ipv6/fwmark_reflect", "1",
          "ipv4/tcp_fwmark_accept", "1");

  /** The firewall sees to forged sources, see {@code InputChains}. */
  private static final String ACCEPT_LOCAL = "/accept_local";

  /** With 1, nobody on a LAN is told of addresses on other interfaces. */
  private static final String ARP_IGNORE = "/arp_ignore";

  /** Where the last agent of a namespace finds what others had noted. */
  private static final Path HANDOVER = Path.of("/run/isthmus-edge");

  private final Instance instance;
  private final Path savedFile;

  Sysctls(Path stateDirectory, Instance instance) {
    this.instance = instance;
    this.savedFile = stateDirectory.resolve(SAVED_FILE);
  }

  private static Map<String, String> ordered(String... pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  /** Puts everything but the device's settings in place, and says what had to be changed. */
  List<String> ensure(Set<String> lanDevices, Set<String> wanDevices) throws IOException {
    Map<String, String> wanted = new LinkedHashMap<>();
    routerAdvertisements(lanDevices, wanted);
    reversePathFilter(wanted);
    lans(lanDevices, wanted);
    wanDevices.forEach(device -> wanted.put("ipv4/conf/" + device + ACCEPT_LOCAL, "1"));
    wanted.putAll(WANTED);
    if (!instance.isFirst()) {
      wanted.putAll(WANTED_BY_OTHERS);
    }
    Map<String, String> differing = differing(wanted);
    if (!differing.isEmpty()) {
      save(differing.keySet());
      write(differing);
    }
    return List.copyOf(differing.keySet());
  }

  /** The device is the agent's own: there is nothing to put back. */
  List<String> ensureDevice() throws IOException {
    Map<String, String> differing = differing(ofDevice(instance.device()));
    write(differing);
    return List.copyOf(differing.keySet());
  }

  /** A host that forwards ignores router advertisements, unless told with 2 that it must not. */
  private void routerAdvertisements(Set<String> lanDevices, Map<String, String> wanted)
      throws IOException {
    for (String device : devices("ipv6/conf")) {
      boolean ours = lanDevices.contains(device) || device.equals(instance.device());
      String setting = "ipv6/conf/" + device + "/accept_ra";
      if (!ours && !device.equals("all") && read(setting).equals("1")) {
        wanted.put(setting, "2");
      }
    }
  }

  /**
   * The filter in force on a device is the greater of its own and that of {@code all}: so that the
   * VXLAN device can be without one, every other gets by itself what {@code all} gave it.
   */
  private void reversePathFilter(Map<String, String> wanted) throws IOException {
    String all = read("ipv4/conf/all/rp_filter");
    if (all.equals("0")) {
      return;
    }
    for (String device : devices("ipv4/conf")) {
      String setting = "ipv4/conf/" + device + "/rp_filter";
      if (!device.equals("all")
          && !device.equals(instance.device())
          && read(setting).compareTo(all) < 0) {
        wanted.put(setting, all);
      }
    }
    wanted.put("ipv4/conf/all/rp_filter", "0");
  }

  /**
   * Where LANs of two tenants have the same addresses, the way back is not the one that the kernel
   * finds without knowing whose a packet is: a strict filter becomes a loose one.
   */
  private void lans(Set<String> lanDevices, Map<String, String> wanted) throws IOException {
    for (String device : lanDevices) {
      String setting = "ipv4/conf/" + device;
      wanted.put(setting + ACCEPT_LOCAL, "1");
      wanted.put(setting + ARP_IGNORE, "1");
      String filter = setting + "/rp_filter";
      if (!instance.isFirst() && wanted.getOrDefault(filter, read(filter)).equals("1")) {
        wanted.put(filter, "2");
      }
    }
  }

  /** Whether other agents have a data plane in this namespace. */
  enum Others {
    LIVE,
    NONE
  }

  /**
   * Puts back what was noted, and forgets it. What others need stays, and the last one puts it
   * back.
   */
  int restore(Others others) throws IOException {
    Map<String, String> saved = read(savedFile);
    Path handover = handover();
    Map<String, String> handedOver = read(handover);
    switch (others) {
      case LIVE -> {
        Map<String, String> shared = new LinkedHashMap<>(saved);
        shared.keySet().removeIf(s -> s.endsWith(ACCEPT_LOCAL) || s.endsWith(ARP_IGNORE));
        saved.keySet().removeAll(shared.keySet());
        shared.putAll(handedOver);
        if (!shared.isEmpty()) {
          Files.createDirectories(HANDOVER);
          write(handover, shared);
        }
      }
      case NONE -> {
        saved.putAll(handedOver);
        Files.deleteIfExists(handover);
      }
    }
    write(differing(saved));
    Files.deleteIfExists(savedFile);
    return saved.size();
  }

  private static Path handover() throws IOException {
    String namespace = Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")).toString();
    return HANDOVER.resolve("sysctl." + namespace.replaceAll("[^0-9]", ""));
  }

  private static Map<String, String> read(Path file) throws IOException {
    Map<String, String> saved = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          saved.put(line.substring(0, equals), line.substring(equals + 1));
        }
      }
    } catch (NoSuchFileException e) {
      return saved;
    }
    return saved;
  }

  /** The first value that was ever noted is the machine's own. */
  private void save(Set<String> settings) throws IOException {
    Map<String, String> saved = read(savedFile);
    for (String setting : settings) {
      saved.putIfAbsent(setting, read(setting));
    }
    write(savedFile, saved);
  }

  private static void write(Path file, Map<String, String> settings) throws IOException {
    List<String> lines = new ArrayList<>();
    settings.forEach((setting, value) -> lines.add(setting + "=" + value));
    Files.write(file, lines);
  }

  /** Those that exist and have another value. */
  private static Map<String, String> differing(Map<String, String> wanted) throws IOException {
    Map<String, String> differing = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : wanted.entrySet()) {
      String value = read(entry.getKey());
      if (!value.isEmpty() && !value.equals(entry.getValue())) {
        differing.put(entry.getKey(), entry.getValue());
      }
    }
    return differing;
  }

  private static void write(Map<String, String> settings) throws IOException {
    for (Map.Entry<String, String> entry : settings.entrySet()) {
      try (FileOutputStream file = new FileOutputStream(ROOT.resolve(entry.getKey()).toFile())) {
        file.write(entry.getValue().getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        if (!setByNetlink(entry.getKey(), entry.getValue())) {
          throw new IOException(
              "%s cannot be set to %s: %s".formatted(entry.getKey(), entry.getValue(), e), e);
        }
      }
    }
  }

  /** In a container the files are read-only, and some settings have another door. */
  private static boolean setByNetlink(String setting, String value) throws IOException {
    String[] parts = setting.split("/");
    return parts.length == 4
        && setting.startsWith("ipv4/conf/")
        && !parts[2].equals("all")
        && DeviceSettings.set(parts[2], parts[3], Integer.parseInt(value));
  }

  /** Empty where there is no such setting, be it for a device that is gone. */
  private static String read(String setting) throws IOException {
    try {
      return Files.readString(ROOT.resolve(setting)).strip();
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  private static List<String> devices(String directory) throws IOException {
    List<String> devices = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(ROOT.resolve(directory))) {
      entries.forEach(entry -> devices.add(entry.getFileName().toString()));
    }
    return devices;
  }
}
