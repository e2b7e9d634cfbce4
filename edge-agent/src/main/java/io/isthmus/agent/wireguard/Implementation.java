package io.isthmus.agent.wireguard;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What encrypts paths on this machine. */
public enum Implementation {
  /** Nothing does: a configuration with an encrypted path is refused. */
  NONE,
  KERNEL,
  /** {@code wireguard-go}, over TUN. */
  USERSPACE;

  /** What a person wants it to be. */
  public enum Choice {
    /** The kernel's where it has one, otherwise that of userspace. */
    AUTO,
    KERNEL,
    USERSPACE,
    OFF
  }

  /** Either needs the {@code wg} command. */
  public static Implementation detect(Choice choice, boolean kernelHasIt) {
    boolean kernel = kernelHasIt && choice != Choice.USERSPACE;
    boolean userspace = choice != Choice.KERNEL && isInPath("wireguard-go") && hasTun();
    if (choice == Choice.OFF || !isInPath("wg")) {
      return NONE;
    }
    return kernel ? KERNEL : userspace ? USERSPACE : NONE;
  }

  private static boolean hasTun() {
    return Files.exists(Path.of("/dev/net/tun"));
  }

  private static boolean isInPath(String command) {
    return Arrays.stream(Command.PATH.split(":", -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
  }
}
