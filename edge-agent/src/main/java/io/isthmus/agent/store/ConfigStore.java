package io.isthmus.agent.store;

import io.isthmus.agent.desired.ConfigSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The last good configuration in {@code config.bin}: a mark, the revision, the resources, and a
 * SHA-256 over it all. It is replaced in one step, so that after a crash at any moment the old or
 * the new one is there, whole.
 */
public final class ConfigStore {

  private static final long MARK = 0x4953_5448_4d55_5331L; // "ISTHMUS1"
  private static final int HEADER_BYTES = 16;
  private static final int DIGEST_BYTES = 32;

  private final Path directory;
  private final Path file;

  public ConfigStore(Path directory) {
    this.directory = directory;
    this.file = directory.resolve("config.bin");
  }

  /** What is on disk, or why nothing is. */
  public sealed interface Loaded {}

  public record Found(StoredConfig stored) implements Loaded {}

  public record Absent() implements Loaded {}

  /** The file was damaged and lies under another name now. */
  public record SetAside(Path to, String reason) implements Loaded {}

  /** Reads without touching anything; empty where there is nothing that can be read. */
  public Optional<StoredConfig> peek() throws IOException {
    try {
      return Optional.of(read(Files.readAllBytes(file)));
    } catch (NoSuchFileException | Damaged e) {
      return Optional.empty();
    }
  }

  public Loaded load() throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new Absent();
    }
    try {
      return new Found(read(bytes));
    } catch (Damaged e) {
      Path to = directory.resolve("config.bin.damaged");
      Files.move(file, to, StandardCopyOption.REPLACE_EXISTING);
      return new SetAside(to, String.valueOf(e.getMessage()));
    }
  }

  private static final class Damaged extends Exception {
    private static final long serialVersionUID = 1L;

    Damaged(String message) {
      super(message);
    }
  }

  private static StoredConfig read(byte[] bytes) throws Damaged {
    int body = bytes.length - DIGEST_BYTES;
    if (body < HEADER_BYTES) {
      throw new Damaged(bytes.length + " bytes are too few");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, body);
    if (buffer.getLong() != MARK) {
      throw new Damaged("it does not begin with the mark of this format");
    }
    if (!MessageDigest.isEqual(
        digest(bytes, body), Arrays.copyOfRange(bytes, body, bytes.length))) {
      throw new Damaged("its checksum does not fit its content");
    }
    long revision = buffer.getLong();
    try {
      return new StoredConfig(revision, ConfigSet.deserialize(buffer.slice()));
    } catch (IOException e) {
      throw new Damaged(String.valueOf(e.getMessage()));
    }
  }

  /** Durable when it returns. */
  public void save(StoredConfig stored) throws IOException {
    byte[] resources = stored.config().serialized();
    ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES + resources.length + DIGEST_BYTES);
    buffer.putLong(MARK).putLong(stored.revision()).put(resources);
    buffer.put(digest(buffer.array(), buffer.position())).flip();
    Path fresh = directory.resolve("config.bin.new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    // The rename itself is durable only once the directory is.
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  public void delete() throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(directory.resolve("config.bin.new"));
    Files.deleteIfExists(directory.resolve("config.bin.damaged"));
  }

  private static byte[] digest(byte[] bytes, int length) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(bytes, 0, length);
      return sha256.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
