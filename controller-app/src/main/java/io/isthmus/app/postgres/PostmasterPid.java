package io.isthmus.app.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a server says of itself in {@code postmaster.pid}: line 1 holds its process id, line 8 its
 * status (PostgreSQL's {@code utils/pidfile.h}).
 */
record PostmasterPid(long pid, String status) {

  /** The file's content; empty where there is no file, or none that is written in full yet. */
  static Optional<PostmasterPid> read(Path files) {
    try {
      List<String> lines = Files.readAllLines(fileIn(files));
      if (lines.isEmpty()) {
        return Optional.empty();
      }
      String status = lines.size() < 8 ? "" : lines.get(7).strip();
      return Optional.of(new PostmasterPid(Long.parseLong(lines.getFirst().strip()), status));
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StorageException(
          "%s cannot be read: %s".formatted(fileIn(files), e),
          "Check the owner and the permissions of the data directory.",
          e);
    }
  }

  static Path fileIn(Path files) {
    return files.resolve("postmaster.pid");
  }

  boolean isReady() {
    return status.equals("ready");
  }

  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
  }

  /**
   * Whether the process is a server over these files: a server's working directory is its files.
   */
  boolean serves(Path files) {
    try {
      return Files.isSameFile(Path.of("/proc/" + pid + "/cwd"), files);
    } catch (IOException e) {
      return false;
    }
  }
}
