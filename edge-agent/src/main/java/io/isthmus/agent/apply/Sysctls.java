package io.isthmus.agent.apply;

import io.isthmus.agent.desired.Numbering;
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
  private static final Map<String, String> DEVICE =
      ordered(
          "ipv6/conf/" + Numbering.DEVICE + "/accept_ra", "0",
          "ipv6/conf/" + Numbering.DEVICE + "/router_solicitations", "0",
          "ipv4/conf/" + Numbering.DEVICE + "/send_redirects", "0",
          "ipv4/conf/" + Numbering.DEVICE + "/rp_filter", "0");

  private final Path savedFile;

  Sysctls(Path stateDirectory) {
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
  List<String> ensure(Set<String> lanDevices) throws IOException {
    Map<String, String> wanted = new LinkedHashMap<>();
    routerAdvertisements(lanDevices, wanted);
    reversePathFilter(wanted);
    wanted.putAll(WANTED);
    Map<String, String> differing = differing(wanted);
    if (!differing.isEmpty()) {
      save(differing.keySet());
      write(differing);
    }
    return List.copyOf(differing.keySet());
  }

  /** The device is the agent's own: there is nothing to put back. */
  List<String> ensureDevice() throws IOException {
    Map<String, String> differing = differing(DEVICE);
    write(differing);
    return List.copyOf(differing.keySet());
  }

  /** A host that forwards ignores router advertisements, unless told with 2 that it must not. */
  private static void routerAdvertisements(Set<String> lanDevices, Map<String, String> wanted)
      throws IOException {
    for (String device : devices("ipv6/conf")) {
      boolean ours = lanDevices.contains(device) || device.equals(Numbering.DEVICE);
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
  private static void reversePathFilter(Map<String, String> wanted) throws IOException {
    String all = read("ipv4/conf/all/rp_filter");
    if (all.equals("0")) {
      return;
    }
    for (String device : devices("ipv4/conf")) {
      String setting = "ipv4/conf/" + device + "/rp_filter";
      if (!device.equals("all")
          && !device.equals(Numbering.DEVICE)
          && read(setting).compareTo(all) < 0) {
        wanted.put(setting, all);
      }
    }
    wanted.put("ipv4/conf/all/rp_filter", "0");
  }

  /** Puts back what was noted, and forgets it. */
  int restore() throws IOException {
    Map<String, String> saved = saved();
    write(differing(saved));
    Files.deleteIfExists(savedFile);
    return saved.size();
  }

  private Map<String, String> saved() throws IOException {
    Map<String, String> saved = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(savedFile)) {
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
    Map<String, String> saved = saved();
    for (String setting : settings) {
      saved.putIfAbsent(setting, read(setting));
    }
    List<String> lines = new ArrayList<>();
    saved.forEach((setting, value) -> lines.add(setting + "=" + value));
    Files.write(savedFile, lines);
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
      }
    }
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
