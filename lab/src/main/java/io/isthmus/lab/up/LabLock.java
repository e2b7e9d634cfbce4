package io.isthmus.lab.up;

import io.isthmus.lab.Lab;
import io.isthmus.lab.LabFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/** Only one command at a time brings a lab up or down; the kernel frees the lock of a dead one. */
public final class LabLock implements AutoCloseable {
  private static final String FILE = "lock";
  private final FileChannel channel;

  private LabLock(FileChannel channel) {
    this.channel = channel;
  }

  public static LabLock take(Lab lab) {
    Path file = lab.stateDir().resolve(FILE);
    try {
      Files.createDirectories(lab.stateDir());
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw new LabFailure(
            "another `isthmus lab` command is bringing this lab up or down: wait for it");
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
