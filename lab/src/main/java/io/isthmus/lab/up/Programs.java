package io.isthmus.lab.up;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.kernel.Shell;
import io.isthmus.lab.wan.WanEmulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the lab's processes are started. The {@code isthmus} script alone knows where the jars of the
 * controller and the agent lie and which options their JVMs take; it is asked.
 *
 * @param home the directory of the script
 */
public record Programs(Path home) {
  private static final String SCRIPT = "isthmus";

  /** The directory that the script names, or the nearest one above that holds it. */
  public static Programs find() {
    Optional<Path> named = Optional.ofNullable(System.getenv("ISTHMUS_HOME")).map(Path::of);
    if (named.isPresent()) {
      return new Programs(named.get());
    }
    for (Path place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
      if (Files.isExecutable(place.resolve(SCRIPT)) && Files.isRegularFile(place.resolve("mvnw"))) {
        return new Programs(place);
      }
    }
    throw new LabFailure(
        "the isthmus script is not found from here: start the lab with `./isthmus lab …`");
  }

  public List<String> controller() {
    return ask("controller");
  }

  public List<String> agent() {
    return ask("edge");
  }

  private List<String> ask(String program) {
    String script = home.resolve(SCRIPT).toString();
    // It may have to build first, which takes its time and says so on the standard error.
    return Shell.runVisibly(script, program, "--print-command").orFail().lines().toList();
  }

  /** A class of the lab itself, in a JVM that is as small as it can be. */
  public static List<String> own(Class<?> mainClass, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:CICompilerCount=1",
                "-XX:ReservedCodeCacheSize=8m",
                "-Xmx16m",
                "-Xss256k",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * wireguard-go and wg meet in /run/wireguard, by the names of interfaces, whatever network
   * namespace these are in. In the mount namespace of {@code ip netns exec}, an edge gets a
   * directory of its own there; it stays when the agent is started anew, and so do its tunnels.
   */
  public static List<String> withOwnWireGuardSockets(Path directory, List<String> command) {
    List<String> wrapped =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "mkdir -p \"$0\" /run/wireguard && mount --bind \"$0\" /run/wireguard && exec \"$@\"",
                directory.toString()));
    wrapped.addAll(command);
    return wrapped;
  }

  /** The WAN emulator; its loop is worth the second compiler. */
  static List<String> wanEmulator(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:ReservedCodeCacheSize=16m",
                "-Xmx24m",
                "-Xss256k",
                "-XX:MaxDirectMemorySize=96m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                WanEmulator.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  public Path intent() {
    return home.resolve("lab/intent.yaml");
  }
}
