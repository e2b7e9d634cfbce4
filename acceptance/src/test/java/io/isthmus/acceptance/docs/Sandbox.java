package io.isthmus.acceptance.docs;

import io.isthmus.lab.Lab;
import io.isthmus.lab.network.LabName;
import io.isthmus.lab.up.HostCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A directory that looks like the root of the repository and a home of its own, so that pages can
 * be followed to the letter beside other labs and controllers: ports, and the name of the lab, are
 * put in place of those that the pages name.
 */
final class Sandbox {
  /**
   * What pages say of the lab goes to the lab of this test; that is taken down when all is read.
   */
  private static final String SCRIPT =
      """
      #!/bin/sh
      [ "$1" = lab ] || exec %1$s "$@"
      case ${2:-} in
        up) exec %1$s "$@" --name %2$s --state-dir %3$s --port %4$s ;;
        down) echo "removed everything" ;;
        status | wan | demo) exec %1$s "$@" --name %2$s --state-dir %3$s ;;
        *) exec %1$s "$@" ;;
      esac
      """;

  private final Path root;
  private final String lab;
  private final Map<String, String> places = new LinkedHashMap<>();

  Sandbox(Path repository, Path root, String lab) throws IOException {
    this.root = root.toAbsolutePath();
    this.lab = lab;
    clear();
    Files.createDirectories(home());
    Files.createDirectories(notes());
    for (String name :
        List.of(
            "docs",
            "lab",
            "deploy",
            "examples",
            "README.md",
            "northbound-rest",
            "docker-compose.yml")) {
      Path original = repository.resolve(name);
      if (Files.exists(original)) {
        Files.createSymbolicLink(this.root.resolve(name), original);
      }
    }
    for (String port : List.of("8080", "8081", "7443", "7444", "9000")) {
      places.put("127.0.0.1:" + port, "127.0.0.1:" + HostCheck.freePort("127.0.0.1"));
    }
    new Lab(new LabName(lab), labState())
        .find()
        .ifPresent(state -> places.put("127.0.0.1:8080", "127.0.0.1:" + state.restPort()));
    script(repository.resolve("isthmus"));
    // A request that is refused fails its block, unless the page means it to.
    Files.writeString(home().resolve(".curlrc"), "silent\nshow-error\nfail-with-body\n");
  }

  /** The port that stands for the one that pages name. */
  int port(int named) {
    String place = places.getOrDefault("127.0.0.1:" + named, "");
    return Integer.parseInt(place.substring(place.indexOf(':') + 1));
  }

  Path root() {
    return root;
  }

  Path labState() {
    return root.resolve(".lab");
  }

  /** Blocks as they were run, and what they printed. */
  Path notes() {
    return root.resolveSibling(root.getFileName() + "-notes");
  }

  private Path home() {
    return root.resolve("home");
  }

  ProcessBuilder process(String... command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("ISTHMUS_"));
    environment.put("HOME", home().toString());
    environment.put("ISTHMUS_NO_BUILD", "1");
    environment.put("ISTHMUS_AOT", "off");
    environment.put("ISTHMUS_URL", "http://127.0.0.1:" + port(8080));
    environment.put("ISTHMUS_CONTROLLER_OPTS", "-XX:TieredStopAtLevel=1 -Duser.home=" + home());
    environment.put("ISTHMUS_CACHEDIR", System.getProperty("user.home") + "/.cache/isthmus");
    // Receivers of webhooks are on this machine.
    environment.put("ISTHMUS_NORTHBOUND_WEBHOOK_ALLOWPRIVATEADDRESSES", "true");
    environment.put("LC_ALL", "C.UTF-8");
    environment.put("TZ", "UTC");
    return builder;
  }

  String asInTheSandbox(String text) {
    String result =
        text.replace("isthmus-edge-", lab + "-edge-").replace("isthmus-host-", lab + "-host-");
    for (Map.Entry<String, String> place : places.entrySet()) {
      result =
          result
              .replace(place.getKey(), place.getValue())
              .replace(place.getKey().replace("127.0.0.1", "localhost"), place.getValue());
    }
    return result;
  }

  String asOnThePage(String text) {
    String result =
        text.replace(lab + "-edge-", "isthmus-edge-").replace(lab + "-host-", "isthmus-host-");
    for (Map.Entry<String, String> place : places.entrySet()) {
      result = result.replace(place.getValue(), place.getKey());
    }
    return result;
  }

  private void script(Path original) throws IOException {
    Path script = root.resolve("isthmus");
    Files.writeString(script, SCRIPT.formatted(original, lab, labState(), port(8080)));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** All but a lab that was kept. */
  private void clear() throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> children = Files.list(root)) {
        for (Path child : children.filter(child -> !child.equals(labState())).toList()) {
          delete(child);
        }
      }
    }
    delete(notes());
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.isDirectory(directory, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> children = Files.list(directory)) {
        for (Path child : children.toList()) {
          delete(child);
        }
      }
    }
    Files.delete(directory);
  }
}
