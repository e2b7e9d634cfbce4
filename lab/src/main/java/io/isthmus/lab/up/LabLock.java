package io.isthmus.lab.up;

import io.isthmus.lab.Lab;
import io.isthmus.lab.LabFailure;
import io.isthmus.lab.network.LabName;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/** Only one command at a time brings a lab up or down; the kernel frees the lock of a dead one. */
public final class LabLock implements AutoCloseable {
  private static final String FILE = "lock";
  private static final Path RUN = Path.of("/run");

  private final FileChannel channel;

  private LabLock(FileChannel channel) {
    this.channel = channel;
  }

  public static LabLock take(Lab lab) {
    try {
      Files.createDirectories(lab.stateDir());
    } catch (IOException e) {
      throw new LabFailure("cannot make %s: %s".formatted(lab.stateDir(), e), e);
    }
    return take(
        lab.stateDir().resolve(FILE),
        "another `isthmus lab` command is bringing this lab up or down: wait for it");
  }

  /**
   * For all of a lab's life, on the whole machine.
   *
   * @param busy what to say where another has it
   */
  public static LabLock takeName(LabName name, String busy) {
    return take(RUN.resolve(name + ".lock"), busy);
  }

  private static LabLock take(Path file, String busy) {
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw new LabFailure(busy);
      }
      return new LabLock(channel);
    } catch (IOException e) {
      throw new LabFailure("cannot lock %s: %s".formatted(file, e), e);
    }
  }

  /** Whether the lab's directory holds more than the lock. */
  static boolean hasCompany(Lab lab) {
    try (Stream<Path> files = Files.list(lab.stateDir())) {
      return files.anyMatch(file -> !file.endsWith(FILE));
    } catch (IOException e) {
      throw new LabFailure("cannot list %s: %s".formatted(lab.stateDir(), e), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new LabFailure("cannot release the lab's lock: " + e, e);
    }
  }
}
