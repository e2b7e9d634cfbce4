package io.isthmus.pki;

import io.isthmus.domain.trust.RootStore;
import io.isthmus.domain.trust.SecretBox;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;

/**
 * The one key that all stored secrets are encrypted with. It lies in a file, 32 bytes in base64,
 * apart from the database: who has only one of the two has nothing. The database notes the key's
 * id, so that a controller that was given another file says so and changes nothing.
 */
public final class MasterKey {
  private static final int LENGTH = 32;
  private static final int LARGEST_FILE = 1_024;
  private static final int ID_BYTES = 8;
  private static final byte[] ID_OF = "isthmus master key".getBytes(StandardCharsets.US_ASCII);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path file;
  private final byte[] key;
  private final String id;
  private final boolean isNew;

  private MasterKey(Path file, byte[] key, boolean isNew) {
    this.file = file;
    this.key = key;
    this.id = id(key);
    this.isNew = isNew;
  }

  /**
   * Reads the key; makes it where neither the file nor a secret in the database exists.
   *
   * @throws PkiException when the file is missing, open to others, no key, or not the one that the
   *     database's secrets are encrypted with
   */
  public static MasterKey open(Path path, RootStore store) {
    Path file = path.toAbsolutePath().normalize();
    MasterKey key = Files.exists(file) ? read(file) : createFirst(file, store);
    String noted = store.noteMasterKeyId(key.id);
    if (!noted.equals(key.id)) {
      throw new PkiException(
          "the master key in %s has id %s, but the database's secrets are encrypted with the key of id %s"
              .formatted(file, key.id, noted),
          "Put the master key file that belongs to this database in its place, or set"
              + " isthmus.security.master-key-file to it. Without it, the roots of the certification"
              + " authority and the secrets of webhooks cannot be read.");
    }
    return key;
  }

  /** Tells keys apart and says nothing about them. */
  public String id() {
    return id;
  }

  public Path file() {
    return file;
  }

  /** Whether it was made by this start. */
  public boolean isNew() {
    return isNew;
  }

  public SecretBox box() {
    return new AesSecretBox(new SecretKeySpec(key, "AES"), id);
  }

  /** The key is not for logs. */
  @Override
  public String toString() {
    return "MasterKey[%s in %s]".formatted(id, file);
  }

  private static MasterKey createFirst(Path file, RootStore store) {
    store
        .masterKeyId()
        .ifPresent(noted -> {
          throw new PkiException(
              "the master key file %s is missing, and the database's secrets are encrypted with the key of id %s"
                  .formatted(file, noted),
              "Restore the file from where it was backed up, or set"
                  + " isthmus.security.master-key-file to where it is.");
        });
    byte[] key = new byte[LENGTH];
    new SecureRandom().nextBytes(key);
    try {
      createDirectory(file);
      write(file, key);
    } catch (FileAlreadyExistsException e) {
      return read(file);
    } catch (IOException e) {
      throw new PkiException(
          "the master key file %s cannot be made: %s".formatted(file, e),
          "Set isthmus.security.master-key-file to where this user may write, or make it: 32 random"
              + " bytes in base64, mode 0600.",
          e);
    }
    return new MasterKey(file, key, true);
  }

  private static void createDirectory(Path file) throws IOException {
    Path directory = file.getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /** Never over a file that is there; on the disk before it is used. */
  private static void write(Path file, byte[] key) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      ByteBuffer text =
          ByteBuffer.wrap(
              (Base64.getEncoder().encodeToString(key) + "\n").getBytes(StandardCharsets.US_ASCII));
      while (text.hasRemaining()) {
        channel.write(text);
      }
      channel.force(true);
    }
  }

  private static MasterKey read(Path file) {
    try {
      refuseIfOpen(file);
      if (Files.size(file) > LARGEST_FILE) {
        throw noKey(file);
      }
      byte[] key = Base64.getDecoder().decode(Files.readString(file).strip());
      if (key.length != LENGTH) {
        throw noKey(file);
      }
      return new MasterKey(file, key, false);
    } catch (IllegalArgumentException e) {
      throw noKey(file);
    } catch (IOException e) {
      throw new PkiException(
          "the master key file %s cannot be read: %s".formatted(file, e),
          "Let the user that runs the controller read it, or set"
              + " isthmus.security.master-key-file to another.",
          e);
    }
  }

  /** A mounted Kubernetes secret belongs to another user and is read through the group. */
  private static void refuseIfOpen(Path file) throws IOException {
    PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
    Set<PosixFilePermission> tooMuch =
        EnumSet.of(
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);
    if (isOwn(attributes.owner())) {
      tooMuch.add(PosixFilePermission.GROUP_READ);
    }
    tooMuch.retainAll(attributes.permissions());
    if (!tooMuch.isEmpty()) {
      throw new PkiException(
          "the master key file %s is open to others: its mode is %s"
              .formatted(file, PosixFilePermissions.toString(attributes.permissions())),
          "Make it its owner's alone (chmod 0600; defaultMode: 0400 for a mounted Kubernetes secret)."
              + " If somebody may have read it, consider all that it protects as known to them.");
    }
  }

  private static boolean isOwn(UserPrincipal owner) {
    return owner.getName().equals(System.getProperty("user.name"));
  }

  private static PkiException noKey(Path file) {
    return new PkiException(
        "the master key file %s holds no key".formatted(file),
        "It has to be 32 bytes in base64 (44 characters). Restore it from its backup; if this is the"
            + " first start, remove it, and another is made.");
  }

  private static String id(byte[] key) {
    byte[] mac = Crypto.hmacSha256(key, ID_OF);
    return HexFormat.of().formatHex(Arrays.copyOf(mac, ID_BYTES));
  }
}
