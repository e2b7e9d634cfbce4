package io.isthmus.app.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The controller's data directory, claimed by this process alone until it is closed. The operating
 * system drops the claim with the process, however that ends, so that a crash leaves nothing to
 * clear away.
 */
final class DataDirectory implements AutoCloseable {

  /**
   * The directories claimed within this JVM. A file lock is held per process, and closing any other
   * channel to the file would drop it, so a second claim must not get as far as opening one.
   */
  private static final Set<Path> CLAIMED = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel lock;

  private DataDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Creates the directory where there is none, and claims it. */
  static DataDirectory claim(Path directory) {
    Path path = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(path);
      path = path.toRealPath();
    } catch (IOException e) {
      throw new StorageException(
          "the data directory %s cannot be created: %s".formatted(path, e),
          "Set isthmus.data-dir to a directory that this user may write to.",
          e);
    }
    if (!CLAIMED.add(path)) {
      throw inUse(path, String.valueOf(ProcessHandle.current().pid()));
    }
    try {
      return new DataDirectory(path, lock(path));
    } catch (RuntimeException e) {
      CLAIMED.remove(path);
      throw e;
    }
  }

  private static FileChannel lock(Path path) {
    Path file = path.resolve("controller.lock");
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw inUse(path, Files.readString(file).strip());
      }
      channel.truncate(0);
      channel.write(StandardCharsets.UTF_8.encode(ProcessHandle.current().pid() + "\n"));
      return channel;
    } catch (IOException e) {
      throw new StorageException(
          "the data directory %s cannot be locked: %s".formatted(path, e),
          "Set isthmus.data-dir to a directory on a local file system that this user may write to.",
          e);
    }
  }

  private static StorageException inUse(Path path, String pid) {
    String holder = pid.isEmpty() ? "another controller" : "the controller with process id " + pid;
    return new StorageException(
        "the data directory %s is in use by %s".formatted(path, holder),
        "Stop that controller first, or give this one a directory of its own with"
            + " --isthmus.data-dir=DIRECTORY.");
  }

  Path path() {
    return path;
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() {
    try {
      lock.truncate(0);
      lock.close();
    } catch (IOException e) {
      // Nothing is lost: the claim ends with the process at the latest.
    } finally {
      CLAIMED.remove(path);
    }
  }
}
