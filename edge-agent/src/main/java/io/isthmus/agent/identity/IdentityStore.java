package io.isthmus.agent.identity;

import io.isthmus.agent.identity.IdentityFile.Damaged;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The identity on disk: {@code identity/} (0700) with {@code identity.pem} (0600), which is
 * replaced in one step, so that after a crash at any moment the old or the new one is there, whole.
 */
public final class IdentityStore {

  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private final Path directory;
  private final Path identityFile;
  private final Path pendingFile;
  private final Path refusedFile;

  public IdentityStore(Path stateDirectory) {
    this.directory = stateDirectory.resolve("identity");
    this.identityFile = directory.resolve("identity.pem");
    this.pendingFile = directory.resolve("joining.pem");
    this.refusedFile = directory.resolve("refused");
  }

  /** Empty where the edge has not joined. What cannot be read is an error that names the mend. */
  public Optional<Identity> find() throws IOException {
    try {
      byte[] bytes = Files.readAllBytes(identityFile);
      return Optional.of(IdentityFile.readIdentity(bytes));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (Damaged e) {
      throw new IOException(
          identityFile + " is damaged: " + e.getMessage() + "; join again with a new token");
    }
  }

  /** Changes with each change of the identity; 0 where there is none. */
  public long version() {
    try {
      return Files.getLastModifiedTime(identityFile).toInstant().toEpochMilli() * 31
          + Files.size(identityFile);
    } catch (IOException e) {
      return 0;
    }
  }

  /** Makes the directory where it is missing; what others could read is theirs no more. */
  public Protection protect() throws IOException {
    Files.createDirectories(directory.toAbsolutePath().getParent());
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(DIRECTORY));
    }
    boolean open = tighten(directory, DIRECTORY);
    open |= tighten(identityFile, FILE);
    open |= tighten(pendingFile, FILE);
    return open ? Protection.WAS_OPEN : Protection.WAS_CLOSED;
  }

  /** Whether others could read the identity until now. */
  public enum Protection {
    WAS_OPEN,
    WAS_CLOSED
  }

  private static boolean tighten(Path path, Set<PosixFilePermission> permissions)
      throws IOException {
    if (!Files.exists(path)) {
      return false;
    }
    Set<PosixFilePermission> before = Files.getPosixFilePermissions(path);
    if (permissions.containsAll(before)) {
      return false;
    }
    Files.setPosixFilePermissions(path, permissions);
    return true;
  }

  /** Durable when it returns. */
  public void save(Identity identity) throws IOException {
    write(identityFile, IdentityFile.write(identity));
    Files.deleteIfExists(pendingFile);
  }

  /**
   * Saves what the agent got for an identity, unless the edge has joined anew in the meantime, or
   * is about to.
   */
  public Replaced replace(Identity before, Identity after) throws IOException {
    try (Hold hold = hold()) {
      Optional<Identity> now = hold.isTaken() ? find() : Optional.empty();
      if (now.isEmpty() || !now.get().keyFingerprint().equals(before.keyFingerprint())) {
        return Replaced.NO;
      }
      write(identityFile, IdentityFile.write(after));
      return Replaced.YES;
    }
  }

  public enum Replaced {
    YES,
    NO
  }

  /** Of what changes an identity, one at a time. */
  public Hold hold() throws IOException {
    protect();
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(FILE));
    try {
      return new Hold(channel, channel.tryLock() != null);
    } catch (OverlappingFileLockException e) {
      return new Hold(channel, false);
    }
  }

  /** The kernel frees it however the holder ends. */
  public static final class Hold implements AutoCloseable {
    private final FileChannel channel;
    private final boolean taken;

    private Hold(FileChannel channel, boolean taken) {
      this.channel = channel;
      this.taken = taken;
    }

    /** False where another process has it. */
    public boolean isTaken() {
      return taken;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** Of an interrupted join; what cannot be read is as good as absent. */
  Optional<PendingKey> findPending() throws IOException {
    try {
      return Optional.of(IdentityFile.readPending(Files.readAllBytes(pendingFile)));
    } catch (NoSuchFileException | Damaged e) {
      return Optional.empty();
    }
  }

  void save(PendingKey pending) throws IOException {
    write(pendingFile, IdentityFile.write(pending));
  }

  void forgetPending() throws IOException {
    Files.deleteIfExists(pendingFile);
  }

  /** Notes, durably, that the controller trusts this identity no more. */
  public void refuse(Identity identity, String reason) throws IOException {
    String text = identity.keyFingerprint() + "\n" + reason.replace('\n', ' ') + "\n";
    write(refusedFile, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Why the controller trusts this identity no more; empty where it does, for all that is known.
   */
  public Optional<String> refusal(Identity identity) throws IOException {
    try {
      String[] lines = Files.readString(refusedFile).split("\n", -1);
      boolean same = lines.length > 1 && lines[0].equals(identity.keyFingerprint());
      return same ? Optional.of(lines[1]) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** The controller trusts the edge. */
  public void admit() throws IOException {
    Files.deleteIfExists(refusedFile);
  }

  public void delete() throws IOException {
    for (String name :
        new String[] {
          "identity.pem",
          "joining.pem",
          "refused",
          "lock",
          "identity.pem.new",
          "joining.pem.new",
          "refused.new"
        }) {
      Files.deleteIfExists(directory.resolve(name));
    }
    Files.deleteIfExists(directory);
  }

  private void write(Path file, byte[] bytes) throws IOException {
    protect();
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    // What a crash left may have other permissions, and must not lend them.
    Files.deleteIfExists(fresh);
    FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(FILE);
    try (FileChannel channel =
        FileChannel.open(
            fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    // The rename itself is durable only once the directory is.
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
