package io.isthmus.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Debian package: what lintian says of it, and how it installs, starts and goes. */
class DebianPackageIT {
  private static final Path PACKAGE = find();

  private static Path find() {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .filter(file -> file.toString().endsWith(".deb"))
          .findFirst()
          .orElseThrow()
          .toAbsolutePath();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void require(String command) {
    assumeTrue(
        Stream.of("/usr/bin/", "/usr/sbin/")
            .anyMatch(place -> Files.isExecutable(Path.of(place + command))),
        command + " is not installed");
  }

  @Test
  void lintianHasNothingToSay() throws Exception {
    require("lintian");

    Outcome outcome =
        Outcome.of(
            "lintian",
            "--allow-root",
            "--fail-on",
            "error,warning",
            "--tag-display-limit",
            "0",
            PACKAGE.toString());

    assertThat(outcome.text()).isBlank();
    assertThat(outcome.status()).isZero();
  }

  @Test
  void itBringsWhatTheAgentNeeds() throws Exception {
    require("dpkg-deb");

    String depends = Outcome.of("dpkg-deb", "--field", PACKAGE.toString(), "Depends").text();
    List<String> files =
        Outcome.of("dpkg-deb", "--contents", PACKAGE.toString()).text().lines().toList();

    assertThat(depends).contains("iproute2", "nftables", "wireguard-tools").doesNotContain("jre");
    assertThat(files)
        .anyMatch(line ->
            line.startsWith("-rwxr-xr-x root/root") && line.endsWith("./usr/bin/isthmus-edge"))
        .anyMatch(line -> line.endsWith("./lib/systemd/system/isthmus-edge.service"))
        .anyMatch(line -> line.endsWith("./etc/isthmus-edge/edge.conf"))
        .allMatch(line -> line.contains("root/root"));
  }

  /** Unpacked into a directory, so that nothing of this machine's helps. */
  @Test
  void theAgentRunsFromIt(@TempDir Path root) throws Exception {
    require("dpkg-deb");
    assertThat(Outcome.of("dpkg-deb", "--extract", PACKAGE.toString(), root.toString()).status())
        .isZero();
    Path token = Files.writeString(root.resolve("token"), "ise1_none\n");

    Outcome help = agent(root, "help");
    Outcome join =
        agent(
            root,
            "join",
            "--controller",
            "127.0.0.1:1",
            "--token-file",
            token.toString(),
            "--state-dir",
            root.resolve("state").toString(),
            "--timeout",
            "1");

    assertThat(help.text()).contains("--token-file");
    assertThat(help.status()).isZero();
    assertThat(join.text()).contains("copy it whole");
    assertThat(join.status()).isNotZero();
  }

  private static Outcome agent(Path root, String... arguments)
      throws IOException, InterruptedException {
    String[] command =
        Stream.concat(
                Stream.of(
                    "env",
                    "ISTHMUS_EDGE_HOME=" + root.resolve("usr/lib/isthmus-edge"),
                    root.resolve("usr/bin/isthmus-edge").toString()),
                Stream.of(arguments))
            .toArray(String[]::new);
    return Outcome.of(command);
  }

  /** On this machine, where that is allowed and nobody has installed it for himself. */
  @Test
  void dpkgInstallsUpgradesAndPurgesIt(@TempDir Path directory) throws Exception {
    require("dpkg");
    assumeTrue("0".equals(Outcome.of("id", "-u").text().strip()), "only root installs packages");
    assumeTrue(
        Files.notExists(Path.of("/usr/bin/isthmus-edge"))
            && Files.notExists(Path.of("/var/lib/isthmus-edge")),
        "there is an agent on this machine");
    for (String needed : List.of("iproute2", "nftables", "wireguard-tools")) {
      assumeTrue(
          Outcome.of("dpkg-query", "--status", needed).status() == 0, needed + " is not installed");
    }

    Outcome installed = Outcome.of("dpkg", "--install", PACKAGE.toString());
    try {
      assertThat(installed.status()).as(installed.text()).isZero();
      assertThat(Outcome.of("isthmus-edge", "status").text()).contains("not joined");
      Files.createDirectories(Path.of("/var/lib/isthmus-edge/identity"));
      upgradeKeepsWhatTheOperatorAndTheAgentHaveMade(directory);
      Outcome removed = Outcome.of("dpkg", "--remove", "isthmus-edge");
      assertThat(removed.status()).as(removed.text()).isZero();
      assertThat(Path.of("/usr/lib/isthmus-edge")).doesNotExist();
      assertThat(Path.of("/etc/isthmus-edge/edge.conf")).exists();
      assertThat(Path.of("/var/lib/isthmus-edge")).exists();
    } finally {
      Outcome purged = Outcome.of("dpkg", "--purge", "isthmus-edge");
      assertThat(purged.status()).as(purged.text()).isZero();
    }
    assertThat(Path.of("/etc/isthmus-edge")).doesNotExist();
    assertThat(Path.of("/var/lib/isthmus-edge")).doesNotExist();
  }

  /** A removal takes down what a configuration has put into the kernel, and an upgrade must not. */
  private static void upgradeKeepsWhatTheOperatorAndTheAgentHaveMade(Path directory)
      throws Exception {
    Path conf = Path.of("/etc/isthmus-edge/edge.conf");
    String settings = Files.readString(conf) + "--metrics 127.0.0.1:9862\n";
    Files.writeString(conf, settings);
    Path carried = Files.writeString(Path.of("/var/lib/isthmus-edge/config.bin"), "carried");

    Outcome upgraded = Outcome.of("dpkg", "--install", newer(directory).toString());

    assertThat(upgraded.status()).as(upgraded.text()).isZero();
    assertThat(Outcome.of("dpkg-query", "--show", "isthmus-edge").text()).contains("9.9");
    assertThat(conf).hasContent(settings);
    assertThat(carried).hasContent("carried");
    Files.delete(carried);
  }

  private static Path newer(Path directory) throws Exception {
    Path tree = directory.resolve("tree");
    Path control = tree.resolve("DEBIAN/control");
    Path built = directory.resolve("newer.deb");
    Outcome unpacked = Outcome.of("dpkg-deb", "-R", PACKAGE.toString(), tree.toString());
    assertThat(unpacked.status()).as(unpacked.text()).isZero();
    Files.writeString(
        control, Files.readString(control).replaceFirst("(?m)^Version: .*$", "Version: 9.9"));
    Outcome packed = Outcome.of("dpkg-deb", "-Znone", "-b", tree.toString(), built.toString());
    assertThat(packed.status()).as(packed.text()).isZero();
    return built;
  }
}
